"""Operations on whole things: leaving out, adding, putting in another order, and own sessions and activities."""

from collections.abc import Sequence

from pulang.common.learning.rules.course import TITLE, Activity, Block, Section
from pulang.common.learning.rules.editions.checking import text_fault
from pulang.common.learning.rules.editions.faults import Fault
from pulang.common.learning.rules.editions.operations import Operation, What
from pulang.common.learning.rules.editions.working import Said, Taught, Working, spoken
from pulang.common.learning.rules.packs.reading import SESSION_MAY, SESSION_NEEDS
from pulang.common.learning.rules.packs.texts import RUN_SHEET
from pulang.common.learning.rules.vocabulary import Kind as ActivityKind

# Sections that a file may leave out, by depth: of the course, of a module, of a session.
OPTIONAL = (("preparation",), ("introduction",), SESSION_MAY)
# Activities that a small form can say: a title and what is asked.
SIMPLE = (ActivityKind.REFLECTION, ActivityKind.GROUP_TASK)
FIRST = "welcome"


def made(operation: Operation) -> tuple[str, str]:
    """Place and name of what an insertion makes."""
    what, key = operation.content["what"], operation.content.get("key", "")
    if what == What.SECTION:
        return operation.place, operation.name
    return (operation.place, key) if what == What.BLOCK else (f"{operation.place}/{key}", "")


def omitted(work: Working, operation: Operation) -> Fault | None:
    """Leave a module, a session, an activity, a block or a section out."""
    if operation.name:
        return _omitted_name(work, operation)
    above, _slash, key = operation.place.rpartition("/")
    if operation.depth == 0:
        return Fault.NOT_HERE
    if _asked_elsewhere(work, operation.place):
        return Fault.NEEDED
    if operation.depth == 3:
        session = work.session(above)
        session.activities.remove(key)
        session.blocks = [_without(block, key) for block in session.blocks]
    else:
        siblings = work.sessions[above] if above else work.modules
        if len(siblings) == 1:
            return Fault.LAST
        siblings.remove(key)
    work.gone.add(operation.place)
    return None


def _omitted_name(work: Working, operation: Operation) -> Fault | None:
    name, place = operation.name, operation.place
    if operation.depth == 3:
        return Fault.NOT_HERE
    if operation.depth == 2 and (block := _block(work, place, name)):
        if len(work.session(place).blocks) == 1:
            return Fault.LAST
        if block.activity and _asked_elsewhere(work, f"{place}/{block.activity}"):
            return Fault.NEEDED
        _drop_block(work, place, block)
    elif name not in OPTIONAL[operation.depth]:
        return Fault.NOT_HERE
    elif name not in work.said(place)[work.source].texts:
        return Fault.GONE
    for said in work.said(place).values():
        said.texts.pop(name, None)
        said.made_from.pop(name, None)
    return None


def _asked_elsewhere(work: Working, place: str) -> bool:
    """Whether a quiz outside this place asks what a quiz within it asks."""
    inside, asked = set(), set()
    for found in work.everywhere():
        if found.count("/") != 2:
            continue
        if found == place or found.startswith(f"{place}/"):
            inside.add(found.split("/")[2])
        else:
            asked.add(work.asks_what(found))
    return bool(inside & asked)


def _block(work: Working, place: str, key: str) -> Block | None:
    return next((block for block in work.session(place).blocks if block.key == key), None)


def _drop_block(work: Working, place: str, block: Block) -> None:
    """The block goes, and its activity where no other block has it."""
    session = work.session(place)
    session.blocks.remove(block)
    if block.activity and not any(other.activity == block.activity for other in session.blocks):
        session.activities.remove(block.activity)
        work.gone.add(f"{place}/{block.activity}")


def _without(block: Block, activity: str) -> Block:
    if block.activity != activity:
        return block
    return Block(block.key, block.minutes, block.shortest, block.method, "", block.groups)


def re_ordered(work: Working, operation: Operation) -> Fault | None:
    """Modules or sessions in the order that is given; what it does not name stays behind what it stood behind."""
    if operation.name or operation.depth > 1:
        return Fault.NOT_HERE
    siblings = work.sessions[operation.place] if operation.place else work.modules
    siblings[:] = in_order(siblings, operation.content["order"])
    return None


def in_order(siblings: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """The siblings in the wanted order, as far as it speaks of them."""
    rank = {key: place for place, key in enumerate(wanted)}
    places, last = {}, -1
    for number, key in enumerate(siblings):
        last = rank.get(key, last)
        places[key] = (last, key not in rank, number)
    return sorted(siblings, key=lambda key: places[key])


def inserted(work: Working, operation: Operation) -> Fault | None:
    """Add a section, a block, an activity or a session."""
    what = operation.content["what"]
    return {
        What.SECTION: _add_section, What.BLOCK: _add_block, What.ACTIVITY: _add_activity, What.SESSION: _add_session,
    }[what](work, operation)  # fmt: skip


def _add_section(work: Working, operation: Operation) -> Fault | None:
    if operation.depth == 3 or operation.name not in OPTIONAL[operation.depth]:
        return Fault.NOT_HERE
    texts = work.said(operation.place)[work.source].texts
    if operation.name in texts:
        return Fault.TAKEN
    section = operation.section(None)
    fault = text_fault(operation.depth, operation.name, section)
    if fault is None:
        texts[operation.name] = section
    return fault


def _add_block(work: Working, operation: Operation) -> Fault | None:
    content, place = operation.content, operation.place
    if operation.depth != 2:
        return Fault.NOT_HERE
    key, session, texts = content["key"], work.session(place), work.said(place)[work.source].texts
    if key in texts or key in (*SESSION_NEEDS, *SESSION_MAY):
        return Fault.TAKEN
    position = _behind([block.key for block in session.blocks], content.get("after", ""))
    section = Section(content["title"].strip(), content["text"].strip())
    if position is None:
        return Fault.GONE
    if fault := text_fault(2, key, section):
        return fault
    session.blocks.insert(position, _new_block(operation, key))
    texts[key] = section
    return None


def _new_block(operation: Operation, key: str, activity: str = "") -> Block:
    content = operation.content
    minutes = int(content["minutes"])
    return Block(key, minutes, min(int(content.get("shortest") or minutes), minutes), content["method"], activity)


def _add_activity(work: Working, operation: Operation) -> Fault | None:
    content, place = operation.content, operation.place
    if operation.depth != 2:
        return Fault.NOT_HERE
    block, key, session = _block(work, place, content["block"]), content["key"], work.session(place)
    if block is None:
        return Fault.GONE
    if block.activity or key in session.activities or key == "session":
        return Fault.TAKEN
    if fault := _set_activity(work, f"{place}/{key}", operation):
        return fault
    session.blocks[session.blocks.index(block)] = Block(
        block.key, block.minutes, block.shortest, block.method, key, block.groups
    )
    session.activities.append(key)
    return None


def _set_activity(work: Working, place: str, operation: Operation) -> Fault | None:
    """An activity of the edition's own; translations of one that stood there go."""
    content = {name: operation.content[name].strip() for name in ("kind", "title", "prompt")}
    if content["kind"] not in SIMPLE:
        return Fault.NOT_HERE
    faults = [text_fault(3, name, Section("", content[name])) for name in ("title", "prompt")]
    if any(faults):
        return next(fault for fault in faults if fault)
    work.content[place] = dict(content)
    work.texts[place] = spoken(Activity(place.split("/")[2], content["kind"], content), work.source)
    work.gone.discard(place)
    return None


def _add_session(work: Working, operation: Operation) -> Fault | None:
    content, module = operation.content, operation.place
    if operation.depth != 1:
        return Fault.NOT_HERE
    key, siblings = content["key"], work.sessions[module]
    if key in siblings or f"{module}/{key}" in work.original:
        return Fault.TAKEN
    position = _behind(siblings, content.get("after", ""))
    if position is None:
        return Fault.GONE
    tiers = tuple(content.get("tiers") or work.master.tiers)
    if fault := _set_session(work, f"{module}/{key}", operation, tiers, tuple(content["provisions"])):
        return fault
    siblings.insert(position, key)
    return None


def _set_session(
    work: Working, place: str, operation: Operation, tiers: tuple[str, ...], provisions: tuple[str, ...]
) -> Fault | None:
    """A session of the edition's own, with one block."""
    content, headings = operation.content, _headings(work)
    sections = {name: Section(headings[name], content[name].strip()) for name in ("objectives", "materials",
                                                                                 "participants")}  # fmt: skip
    sections[TITLE] = Section(content["title"].strip())
    sections[FIRST] = Section(content["title"].strip(), content["text"].strip())
    if not provisions:
        return Fault.NO_TEXT
    for name, section in sections.items():
        if fault := text_fault(2, name, section):
            return fault
    sections[RUN_SHEET] = Section(headings[RUN_SHEET])
    work.texts[place] = {work.source: Said("", sections, {})}
    work.taught[place] = Taught(tiers, provisions, [_new_block(operation, FIRST)], [])
    return None


def _headings(work: Working) -> dict[str, str]:
    """What the master calls the sections of a session."""
    _address, session = next(work.master.sessions())
    sections = session.wordings[0].sections
    return {name: sections[name].heading for name in SESSION_NEEDS}


def replaced(work: Working, operation: Operation) -> Fault | None:
    """An own session or activity in the place of the master's; its key stays."""
    if operation.depth == 3 and not _asked_elsewhere(work, operation.place):
        return _set_activity(work, operation.place, operation)
    if operation.depth not in (2, 3):
        return Fault.NOT_HERE
    if _asked_elsewhere(work, operation.place):
        return Fault.NEEDED
    taught = work.session(operation.place)
    activities = [f"{operation.place}/{key}" for key in taught.activities]
    fault = _set_session(work, operation.place, operation, taught.tiers, taught.provisions)
    if fault is None:
        work.gone.update(activities)
    return fault


def _behind(siblings: Sequence[str], after: str) -> int | None:
    """Where what stands behind ``after`` begins; at the front where that is empty."""
    if not after:
        return 0
    return siblings.index(after) + 1 if after in siblings else None
