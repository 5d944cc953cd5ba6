"""Every error that an answer can carry: its title, what it means, what to do. In both languages, by code.

The law of this file: a code is published, so it stays; every code that the package can send has a row (a test says so),
and docs/problems.md a heading.
"""

from __future__ import annotations

from ecograph.texts import Text

_ROWS: tuple[tuple[str, tuple[str, str], tuple[str, str], tuple[str, str]], ...] = (
    (
        "bad-call",
        ("Het verzoek is niet zoals het hoort", "The request is not as it should be"),
        (
            "Iets in het verzoek ontbreekt, staat er dubbel of is niet te lezen.",
            "Something in the request is missing, repeated or unreadable.",
        ),
        (
            "Lees „detail”: daar staat wat. De aanroepen staan op /docs.",
            "Read “detail”: it says what. The calls stand at /docs.",
        ),
    ),
    (
        "bad-parameter",
        ("Een parameter klopt niet", "A parameter is not right"),
        (
            "De waarde is niet van het gevraagde type, of niets heeft die naam.",
            "The value is not of the type that is asked, or nothing has that name.",
        ),
        (
            "„parameter”, „value”, „expected” en „choices” zeggen welke, wat en wat wel kan.",
            "“parameter”, “value”, “expected” and “choices” say which, what, and what is possible.",
        ),
    ),
    (
        "unknown-name",
        ("Er is niets met die naam", "There is nothing of that name"),
        (
            "Een adres, vraag, ecosysteem, graaf of stand die hier niet bestaat.",
            "An address, question, ecosystem, graph or state that does not exist here.",
        ),
        ("„remedy” noemt de naam die er het meest op lijkt.", "“remedy” offers the name that is most like it."),
    ),
    (
        "query-syntax",
        ("De vraag is geen geldige SPARQL", "The query is not valid SPARQL"),
        ("De tekst volgt de grammatica van SPARQL 1.1 niet.", "The text does not follow the grammar of SPARQL 1.1."),
        ("„line” en „column” wijzen de plek aan.", "“line” and “column” point at the place."),
    ),
    (
        "query-refused",
        ("De vraag mag hier niet", "The query may not run here"),
        (
            "Zij is te lang of te diep genest, of zou deze dienst iets bij een ander laten ophalen (SERVICE, LOAD).",
            "It is too long or nested too deep, or it would make this service fetch from others (SERVICE, LOAD).",
        ),
        ("„remedy” zegt hoe het wel kan.", "“remedy” says another way."),
    ),
    (
        "not-acceptable",
        ("Geen van de gevraagde formaten past", "None of the accepted formats fits this answer"),
        (
            "De kop Accept of ?format= noemt alleen formaten die dit antwoord niet heeft.",
            "The Accept header or ?format= names only formats that this answer does not have.",
        ),
        (
            "Vraag een formaat dat „remedy” noemt, of laat Accept weg.",
            "Ask for a format that “remedy” names, or send no Accept.",
        ),
    ),
    (
        "unsupported-media-type",
        ("Dit type inhoud past hier niet", "A body of this type is not taken here"),
        (
            "Content-Type noemt een type dat hier niet wordt gelezen.",
            "Content-Type names a type that is not read here.",
        ),
        ("Stuur een type dat „remedy” noemt.", "Send a type that “remedy” names."),
    ),
    (
        "method-not-allowed",
        ("Deze methode kan hier niet", "This method is not possible here"),
        ("Dit adres kent de methode niet.", "This address does not know the method."),
        ("De kop Allow noemt de methoden die het kent.", "The Allow header names those that it knows."),
    ),
    (
        "unauthorised",
        ("Er is een token nodig", "A token is needed"),
        ("Schrijven kan alleen met het token van de beheerder.", "Writing takes the operator’s token."),
        ("Stuur: Authorization: Bearer <token>.", "Send: Authorization: Bearer <token>."),
    ),
    (
        "forbidden",
        ("Schrijven staat uit", "Writing is switched off"),
        (
            "Deze dienst neemt geen wijzigingen aan, of niet van die plek.",
            "This service takes no writes, or not from there.",
        ),
        (
            "De beheerder zet het aan met --writable en een token.",
            "The operator switches it on with --writable and a token.",
        ),
    ),
    (
        "too-large",
        ("De inhoud is te groot", "The body is too large"),
        ("Er werd meer gestuurd dan de beheerder toestaat.", "More was sent than the operator allows."),
        ("Stuur het in delen.", "Send it in parts."),
    ),
    (
        "upload-too-large",
        ("Het bestand is te groot", "The file is too large"),
        ("Er werd meer gestuurd dan de beheerder toestaat.", "More was sent than the operator allows."),
        (
            "Controleer het met „ecograph check” op uw eigen machine.",
            "Check it with “ecograph check” on your own machine.",
        ),
    ),
    (
        "report-too-large",
        ("Het verslag is te groot", "The report is too large"),
        (
            "Er is zoveel over het bestand te zeggen dat het verslag groter is dan de beheerder toestaat.",
            "There is so much to say of the file that its report is larger than the operator allows.",
        ),
        (
            "Controleer het met „ecograph check” op uw eigen machine, of eerst een deel: rijen delen vaak een fout.",
            "Check it with “ecograph check” on your own machine, or a part of it first: rows often share a mistake.",
        ),
    ),
    (
        "changed-meanwhile",
        ("De stand is intussen veranderd", "The state has changed meanwhile"),
        (
            "Iemand schreef nadat u las (If-Match). Er is niets gewijzigd.",
            "Somebody wrote after you read (If-Match). Nothing was changed.",
        ),
        ("Haal de graaf opnieuw op en begin van daaruit.", "Fetch the graph again and start from there."),
    ),
    (
        "conflict",
        ("De wijziging past niet op de huidige stand", "The update does not fit the present state"),
        (
            "Bijvoorbeeld: een graaf maken die er al is. Er is niets gewijzigd.",
            "For example: creating a graph that exists. Nothing was changed.",
        ),
        ("Gebruik SILENT, of kijk wat er is.", "Use SILENT, or look at what is there."),
    ),
    (
        "not-well-formed",
        ("De wijziging is niet welgevormd", "The write is not well formed"),
        (
            "De structuurvormen vinden er fouten in; deze dienst neemt haar daarom niet aan. Er is niets gewijzigd.",
            "The structure shapes find errors in it, and this service does not take such writes. Nothing was changed.",
        ),
        (
            "Lees „results”: elk noemt een knooppunt en wat eraan ontbreekt.",
            "Read “results”: each names a node and what is wrong with it.",
        ),
    ),
    (
        "bad-data",
        ("De gegevens zijn niet zoals het hoort", "The data is not as it should be"),
        (
            "Zij zijn te lezen, maar zeggen iets dat hier niet kan.",
            "They can be read, but say something that cannot be here.",
        ),
        ("Lees „detail” en „remedy”.", "Read “detail” and “remedy”."),
    ),
    (
        "bad-shapes",
        ("De shapes kloppen niet", "The shapes are not right"),
        (
            "De SHACL is onjuist, of vraagt wat geen engine hier doet.",
            "The SHACL is ill-formed, or asks for what no engine here does.",
        ),
        ("Lees „detail”: het noemt de shape.", "Read “detail”: it names the shape."),
    ),
    (
        "syntax",
        ("De gegevens zijn niet te lezen", "The data does not parse"),
        ("Het bestand volgt zijn eigen formaat niet.", "The file does not follow its own format."),
        ("„line” en „column” wijzen de plek aan.", "“line” and “column” point at the place."),
    ),
    (
        "not-a-description",
        ("De gegevens beschrijven geen ecosysteem", "The data describes no ecosystem"),
        (
            "Het bestand is te lezen, maar er staat geen beschrijving in.",
            "The file can be read, but there is no description in it.",
        ),
        ("Begin met een sjabloon: ecograph template.", "Start from a template: ecograph template."),
    ),
    (
        "limit-reached",
        ("Een grens is bereikt", "A limit was reached"),
        ("Een grens die anderen beschermt is bereikt.", "A limit that protects others was reached."),
        ("Vraag minder, of later.", "Ask for less, or later."),
    ),
    (
        "deadline",
        ("De vraag duurde te lang", "The query took too long"),
        (
            "Zij is gestopt op de grens van de beheerder of op de uwe (timeout).",
            "It was stopped at the operator’s limit or at yours (timeout).",
        ),
        (
            "Noem een graaf of ecosysteem, vraag minder rijen, of draai „ecograph query” op uw eigen machine.",
            "Name a graph or an ecosystem, ask for fewer rows, or run “ecograph query” on your own machine.",
        ),
    ),
    (
        "memory",
        ("De vraag heeft te veel geheugen nodig", "The query needs too much memory or nesting"),
        (
            "Het proces dat haar beantwoordde is gestopt; anderen merkten er niets van.",
            "The process that answered it has ended; nobody else noticed.",
        ),
        ("Sorteer of groepeer minder rijen tegelijk.", "Sort or group fewer rows at once."),
    ),
    (
        "answer-too-large",
        ("Het antwoord is te groot", "The answer is too large"),
        (
            "Het heeft meer rijen of bytes dan één antwoord mag hebben.",
            "It has more rows or bytes than one answer may have.",
        ),
        (
            "Vraag het in delen, met LIMIT en OFFSET of met limit en offset.",
            "Ask for it in parts, with LIMIT and OFFSET or limit and offset.",
        ),
    ),
    (
        "busy",
        ("Te veel vragen tegelijk", "Too many requests at once"),
        ("Er wachten al meer vragen dan mag.", "More requests wait already than may."),
        ("Kom terug na het aantal seconden in Retry-After.", "Come back after the seconds in Retry-After."),
    ),
    (
        "not-ready",
        ("De gegevens worden nog beoordeeld", "The data is still being judged"),
        (
            "Wijzigingen worden hier beoordeeld; eerst wordt alles eenmaal beoordeeld. Er is niets gewijzigd.",
            "Writes are judged here, and for that everything has to be judged once. Nothing was changed.",
        ),
        ("Kom terug na het aantal seconden in Retry-After.", "Come back after the seconds in Retry-After."),
    ),
    (
        "store",
        ("De gegevens zijn niet bereikbaar", "The store does not answer"),
        ("De opslag is beschadigd, bezet of buiten bereik.", "The store is damaged, busy or out of reach."),
        (
            "Probeer het later; de beheerder vindt de oorzaak in het logboek.",
            "Try later; the operator finds the cause in the log.",
        ),
    ),
    (
        "error",
        ("Er ging bij ons iets mis", "Something went wrong on our side"),
        (
            "Dit is een fout in de software, niet in uw verzoek.",
            "This is a fault of the software, not of your request.",
        ),
        ("Meld het; het logboek van de dienst zegt meer.", "Report it; the log of the service says more."),
    ),
)
ALL: dict[str, tuple[Text, Text, Text]] = {
    code: (Text(nl=title[0], en=title[1]), Text(nl=means[0], en=means[1]), Text(nl=todo[0], en=todo[1]))
    for code, title, means, todo in _ROWS
}
