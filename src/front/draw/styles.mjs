// Which style texts the charts insert: every form is drawn into a document that keeps only what drawing needs, and the
// content of each style element is taken down. Run while building; not part of any page.

import { draw } from "./index.js";
import { sampleFigures } from "../report/sample-figures.mjs";

class Piece {
  constructor(owner, name) {
    Object.assign(this, { ownerDocument: owner, nodeName: name, tagName: name, childNodes: [], parentNode: null, attributes: new Map(), own: "" });
    this.style = { setProperty() {}, removeProperty() {} };
    this.classList = { add() {}, remove() {}, toggle() {} };
    this.namespaceURI = "http://www.w3.org/2000/svg";
  }
  get children() { return this.childNodes; }
  get firstChild() { return this.childNodes[0] ?? null; }
  get lastChild() { return this.childNodes[this.childNodes.length - 1] ?? null; }
  get nextSibling() { const all = this.parentNode?.childNodes ?? []; return all[all.indexOf(this) + 1] ?? null; }
  get textContent() { return this.own + this.childNodes.map((child) => child.textContent).join(""); }
  set textContent(text) { this.own = String(text); this.childNodes = []; }
  appendChild(child) { return this.insertBefore(child, null); }
  append(...children) { for (const child of children) this.appendChild(typeof child === "string" ? this.ownerDocument.createTextNode(child) : child); }
  insertBefore(child, next) {
    child.parentNode?.removeChild(child);
    const at = next ? this.childNodes.indexOf(next) : this.childNodes.length;
    this.childNodes.splice(at, 0, child);
    child.parentNode = this;
    return child;
  }
  removeChild(child) { this.childNodes = this.childNodes.filter((other) => other !== child); child.parentNode = null; return child; }
  remove() { this.parentNode?.removeChild(this); }
  setAttribute(name, value) { this.attributes.set(name, String(value)); }
  setAttributeNS(space, name, value) { this.attributes.set(name, String(value)); }
  getAttribute(name) { return this.attributes.get(name) ?? null; }
  hasAttribute(name) { return this.attributes.has(name); }
  removeAttribute(name) { this.attributes.delete(name); }
  querySelector() { return null; }
  querySelectorAll() { return []; }
  addEventListener() {}
  dispatchEvent() {}
}

/** The distinct style texts, in the order in which they occur. */
export function styleTexts() {
  const styles = [];
  const made = (name) => {
    const piece = new Piece(page, name);
    if (name.toLowerCase() === "style") styles.push(piece);
    return piece;
  };
  const page = { createElement: made, createElementNS: (space, name) => made(name), createTextNode: (text) => Object.assign(new Piece(page, "#text"), { own: String(text) }), defaultView: {} };
  page.documentElement = new Piece(page, "html");
  globalThis.document = page;
  globalThis.window = { document: page };
  for (const figure of sampleFigures()) for (const mode of ["report", "present"]) for (const width of [360, 1200]) draw(figure, { width, mode });
  return [...new Set(styles.map((style) => style.textContent))];
}
