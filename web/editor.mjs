/* The editor of the query page: CodeMirror 6 with SPARQL, in a shadow root so that the page needs no inline style. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, startCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.definitionKeyword], color: "var(--good)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--need)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--part)" },
  { tag: [tags.namespace, tags.url, tags.propertyName, tags.labelName], color: "var(--link)" },
  { tag: [tags.number, tags.bool], color: "var(--lack)" },
  { tag: tags.comment, color: "var(--quiet)" },
]);

const look = EditorView.theme({
  "&": { backgroundColor: "var(--card)", color: "var(--ink)", border: "1px solid var(--line-strong)", borderRadius: "6px", fontSize: "0.95rem" },
  "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", maxHeight: "60vh", overflow: "auto" },
  ".cm-content, .cm-gutter": { minHeight: "16rem" },
  ".cm-gutters": { backgroundColor: "var(--sunk)", color: "var(--quiet)", border: "none", borderRadius: "6px 0 0 6px" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--accent) 7%, transparent)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "color-mix(in srgb, var(--accent) 25%, transparent)" },
  ".cm-tooltip": { backgroundColor: "var(--card)", color: "var(--ink)", border: "1px solid var(--line-strong)", borderRadius: "6px", boxShadow: "var(--shadow)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "18em" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--accent)", color: "var(--on-accent)" },
  ".cm-completionDetail": { fontStyle: "normal", color: "inherit", opacity: "0.85", fontFamily: "var(--sans)" },
  ".cm-panels": { backgroundColor: "var(--sunk)", color: "var(--ink)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--lack)" },
  ".cm-lint-marker": { width: "1em", height: "1em" },
  ".cm-lint-marker-error, .cm-lint-marker-warning": { content: "none" }, /* the icons of the library are data: images, which the page forbids */
  ".cm-lint-marker-error::before": { content: "'●'", color: "var(--lack)" },
  ".cm-lint-marker-warning::before": { content: "'▲'", color: "var(--part)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--part)" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline dotted var(--part)" },
  ".cm-lintRange-error": { backgroundImage: "none", borderBottom: "2px wavy var(--lack)", textDecoration: "underline wavy var(--lack)" },
});

/**
 * Put an editor into `host`.
 * @param {HTMLElement} host where it goes
 * @param {{text: string, label: string, complete: (context) => object | null, onRun: () => void, onChange: (text: string) => void}} options
 */
export function createEditor(host, { text, label, complete, onRun, onChange }) {
  const root = host.attachShadow({ mode: "open" });
  const place = document.createElement("div");
  root.append(place);
  const view = new EditorView({
    root,
    parent: place,
    state: EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (onRun(), true) }, { key: "Ctrl-Space", run: startCompletion }])),
        lineNumbers(), highlightSpecialChars(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(),
        highlightActiveLine(), lintGutter(), EditorView.lineWrapping, EditorState.tabSize.of(2),
        autocompletion({ override: [complete], icons: false }),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
        sparql(), syntaxHighlighting(colours), look,
        EditorView.contentAttributes.of({ "aria-label": label, "aria-multiline": "true", spellcheck: "false", autocapitalize: "off" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  const position = (line, column) => {
    const at = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
    return Math.min(at.from + Math.max(column - 1, 0), at.to);
  };
  return {
    text: () => view.state.doc.toString(),
    replace: (value) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } }),
    focus: () => view.focus(),
    clear: () => view.dispatch(setDiagnostics(view.state, [])),
    /** Underline what is wrong (`error`) or doubtful (`warning`): `[{line, column, message, severity}]`. */
    mark(list) {
      const found = list.map(({ line, column, message, severity }) => {
        const from = position(line, column);
        const to = Math.min(view.state.doc.lineAt(from).to, from + 1 + /^[\w:?$<>./#-]*/.exec(view.state.sliceDoc(from + 1, from + 60))[0].length);
        return { from: from === to && from > 0 ? from - 1 : from, to, severity, message };
      });
      view.dispatch(setDiagnostics(view.state, found.sort((a, b) => a.from - b.from)));
    },
    /** Replace what stands at a place, if it still does; the cursor goes behind it. */
    swap(line, column, name, near) {
      const from = position(line, column);
      if (view.state.sliceDoc(from, from + name.length) !== name) return;
      view.dispatch({ changes: { from, to: from + name.length, insert: near }, selection: { anchor: from + near.length }, scrollIntoView: true });
      view.focus();
    },
    /** Put the cursor where an error is. */
    go(line, column) {
      view.dispatch({ selection: { anchor: position(line, column) }, scrollIntoView: true });
      view.focus();
    },
  };
}


