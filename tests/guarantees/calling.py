"""Which functions of the package can run while a household's door is held: from the source alone, erring on too many.

A name that a body mentions counts as called; a method counts as every method of that name; a function that is handed to one
which calls its parameters counts as called by it.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

DOORS = frozenset({"opened", "writing", "_held"})
"""The methods whose ``with`` block lies behind the door."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Module:
    """What a module defines and what its names mean elsewhere: ``functions`` by name, ``imports`` by local name."""

    name: str
    functions: dict[str, list[Function]] = field(default_factory=dict)
    classes: dict[str, ast.ClassDef] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """A piece of code, the module in which it stands, and the class if it belongs to one."""

    module: str
    node: ast.AST
    name: str
    owner: str = ""


class Package:
    """The sources of a package, by dotted module name."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.modules = {name: _read(name, ast.parse(source)) for name, source in sources.items()}
        self._methods: dict[str, list[Place]] = {}
        for module in self.modules.values():
            for owner in module.classes.values():
                for node in owner.body:
                    if isinstance(node, Function):
                        place = Place(module.name, node, f"{module.name}.{owner.name}.{node.name}", owner.name)
                        self._methods.setdefault(node.name, []).append(place)

    def behind_the_door(self) -> dict[str, tuple[Place, str]]:
        """Return every piece of code that can run while the door is held, by its full name, with what leads to it."""
        waiting = [(place, "") for place in self._door_blocks()]
        found: dict[str, tuple[Place, str]] = {}
        while waiting:
            place, way = waiting.pop(0)
            if place.name not in found:
                found[place.name] = place, way
                waiting += [(each, f"{way} → {place.name}" if way else place.name) for each in self._called(place)]
        return found

    def _door_blocks(self) -> Iterator[Place]:
        for module in self.modules.values():
            for functions in module.functions.values():
                for function in functions:
                    for node in ast.walk(function):
                        if isinstance(node, ast.With) and any(_is_door(item.context_expr) for item in node.items):
                            name = f"{module.name}.{function.name} (behind the door)"
                            yield Place(module.name, ast.Module(node.body, []), name)
                            yield from self._handed_to(module.name, function, node)

    def _handed_to(self, module: str, function: Function, block: ast.With) -> Iterator[Place]:
        """Yield what callers of a function hand to it, if the block calls one of its parameters."""
        arguments = function.args
        parameters = {each.arg for each in (*arguments.args, *arguments.kwonlyargs)}
        calls = {
            node.func.id for node in ast.walk(block) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        if not parameters & calls:
            return
        for other in self.modules.values():
            for callers in other.functions.values():
                for caller in callers:
                    for node in ast.walk(caller):
                        if isinstance(node, ast.Call) and f"{module}.{function.name}" in self._meant(other, node.func):
                            yield from self._handed(other, caller, node)

    def _handed(self, module: Module, caller: Function, call: ast.Call) -> Iterator[Place]:
        inner = {node.name: node for node in ast.walk(caller) if isinstance(node, Function) and node is not caller}
        for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
            for node in ast.walk(argument):
                if isinstance(node, ast.Lambda):
                    yield Place(module.name, node, f"{module.name}.{caller.name} (a lambda in line {node.lineno})")
                elif isinstance(node, ast.Name) and node.id in inner:
                    yield Place(module.name, inner[node.id], f"{module.name}.{caller.name}.{node.id}")
                elif isinstance(node, ast.Name | ast.Attribute):
                    yield from self._places(self._meant(module, node))

    def _called(self, place: Place) -> Iterator[Place]:
        module = self.modules[place.module]
        for node in ast.walk(place.node):
            if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                yield from self._places(self._meant(module, node))
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and not self._meant(module, node.func)
                and not node.func.attr.startswith("__")
            ):
                yield from self._methods_meant(place, node.func)

    def _methods_meant(self, place: Place, method: ast.Attribute) -> Iterable[Place]:
        """Return the methods of that name: the class's own for ``self``, else everybody's, a private one's in its module."""
        found = self._methods.get(method.attr, [])
        if method.attr.startswith("_"):
            # Nobody reaches for another module's private names; the lint sees to that.
            found = [each for each in found if each.module == place.module]
        if isinstance(method.value, ast.Name) and method.value.id == "self":
            own = [each for each in found if (each.module, each.owner) == (place.module, place.owner)]
            return own or found
        return found

    def _meant(self, module: Module, node: ast.expr) -> Iterable[str]:
        """Return the full name of what a name or ``module.name`` means, if that is something of the package."""
        if isinstance(node, ast.Name):
            if node.id in module.functions or node.id in module.classes:
                return [f"{module.name}.{node.id}"]
            meant = module.imports.get(node.id)
            return [meant] if meant else []
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner = module.imports.get(node.value.id)
            if owner in self.modules:
                return [f"{owner}.{node.attr}"]
        return []

    def _places(self, names: Iterable[str]) -> Iterator[Place]:
        for name in names:
            owner, _, last = name.rpartition(".")
            module = self.modules.get(owner)
            if module is None:
                continue
            for function in module.functions.get(last, ()):
                yield Place(owner, function, name)
            if last in module.classes:
                yield Place(owner, module.classes[last], name, last)
            elif last in module.imports:
                yield from self._places([module.imports[last]])


def _read(name: str, tree: ast.Module) -> Module:
    module = Module(name)
    module.classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    for node in ast.walk(tree):
        if isinstance(node, Function):
            module.functions.setdefault(node.name, []).append(node)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                module.imports[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                module.imports[alias.asname or alias.name.partition(".")[0]] = alias.name
    return module


def _is_door(expression: ast.expr) -> bool:
    return (
        isinstance(expression, ast.Call)
        and isinstance(expression.func, ast.Attribute)
        and expression.func.attr in DOORS
    )
