/* On a narrow page the contents fold away when one of them was chosen. */
const fold = document.querySelector(".contents details");
fold.addEventListener("click", (event) => event.target.closest("a") && (fold.open = false));
