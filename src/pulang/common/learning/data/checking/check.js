/* Checks a certificate without network: the key and the list of the revoked came with this page. */
const known = JSON.parse(document.getElementById("known").textContent);
const domain = new TextEncoder().encode("pulang.certificate.1\0");
let language = known.language;
let shown = null;

const say = (name) => known.words[language][name];

function bytesOfHex(text) {
  return Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
}

function bytesOfBase32(text) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const found = [];
  let held = 0;
  let bits = 0;
  for (const letter of text) {
    const value = letters.indexOf(letter);
    if (value < 0) throw new Error("none");
    held = (held << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      found.push((held >> bits) & 255);
      held &= (1 << bits) - 1;
    }
  }
  return Uint8Array.from(found);
}

function day(digits) {
  if (!/^\d{8}$/.test(digits)) throw new Error("none");
  return new Date(Date.UTC(+digits.slice(0, 4), +digits.slice(4, 6) - 1, +digits.slice(6)));
}

async function check(text) {
  const fields = text.replace(/[\s\u200b\u00ad]+/g, "").toUpperCase().split("/");
  if (fields.length !== 8 || fields[0] !== "PULANG1") throw new Error("none");
  const [, serial, course, number, issued, until, key, signature] = fields;
  if (key !== known.key) throw new Error("key");
  const said = new TextEncoder().encode(fields.slice(0, 7).join("/"));
  const message = new Uint8Array(domain.length + said.length);
  message.set(domain);
  message.set(said, domain.length);
  const signed = bytesOfBase32(signature);
  const right = signed.length === 64 && (await verifyAsync(signed, message, bytesOfHex(known.public)));
  if (!right) throw new Error("changed");
  const last = until === "-" ? null : day(until);
  const today = new Date().toISOString().slice(0, 10);
  const over = last && last.toISOString().slice(0, 10) < today;
  const state = known.revoked.includes(serial) ? "revoked" : over ? "expired" : "valid";
  return { serial, course: course.toLowerCase(), number, issued: day(issued), last, state };
}

function line(list, name, value) {
  const term = document.createElement("dt");
  const text = document.createElement("dd");
  const words = document.createElement("bdi");
  term.textContent = say(name);
  words.textContent = value;
  text.append(words);
  list.append(term, text);
}

function show() {
  const place = document.getElementById("result");
  place.replaceChildren();
  if (!shown) return;
  const box = document.createElement("div");
  const heading = document.createElement("h2");
  box.append(heading);
  if (shown.problem) {
    box.className = "wrong";
    heading.textContent = say(shown.problem);
  } else {
    const found = shown.found;
    const format = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC", numberingSystem: "latn" });
    box.className = found.state === "valid" ? "valid" : "attention";
    heading.textContent = say(found.state);
    const list = document.createElement("dl");
    line(list, "serial", found.serial);
    line(list, "course", known.titles[language][found.course] || found.course);
    line(list, "version", found.number);
    line(list, "issued", format.format(found.issued));
    line(list, "until", found.last ? format.format(found.last) : "–");
    box.append(list);
  }
  place.append(box);
}

function speak(code) {
  language = code;
  document.documentElement.lang = code;
  document.documentElement.dir = known.words[code].direction;
  document.title = say("title");
  for (const place of document.querySelectorAll("[data-say]")) place.textContent = say(place.dataset.say);
  for (const button of document.querySelectorAll("nav button")) {
    if (button.lang === code) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  show();
}

for (const code of Object.keys(known.words)) {
  const button = document.createElement("button");
  button.type = "button";
  button.lang = code;
  button.textContent = known.words[code].name;
  button.addEventListener("click", () => speak(code));
  document.getElementById("languages").append(button);
}
document.getElementById("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    shown = { found: await check(document.getElementById("text").value) };
  } catch (problem) {
    shown = { problem: ["none", "key", "changed"].includes(problem.message) ? problem.message : "changed" };
  }
  show();
});
speak(language);
