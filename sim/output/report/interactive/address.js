// What is picked stands behind the # of the address, so that a link leads to the same view.

const address = {
  read() {
    const text = location.hash.slice(1);
    const parts = text.includes("=") ? text.split("&") : [];
    return new Map(parts.map((part) => part.split("=", 2).map(plainly)));
  },

  write(changes) {
    const found = address.read();
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) found.delete(name);
      else found.set(name, String(value));
    }
    const text = [...found].map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
    history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
  },
};

// A link that somebody cut off is read as far as it goes.
function plainly(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
