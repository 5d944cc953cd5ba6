/* What is missing or wrong in a form, in the language of the page: a browser would say it in its own. */
const fields = document.querySelectorAll("[data-invalid]");
for (const field of fields) {
  field.addEventListener("invalid", () => field.setCustomValidity(field.dataset.invalid));
  for (const change of ["input", "change"]) field.addEventListener(change, () => field.setCustomValidity(""));
}
