/* A ready question answers itself: the query that the server bound is run and its answer shown. */
import { scripted, setup } from "./page.js";
import { Runner } from "./runner.js";

scripted();
const runner = new Runner(setup(), { status: document.getElementById("status"), answer: document.getElementById("answer") });
runner.ask(document.getElementById("sparql").textContent);
