"""A small window from which a file can be dragged, as from a file manager: drag_source.py PATH."""

import pathlib
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

address = pathlib.Path(sys.argv[1]).resolve().as_uri()
window = Gtk.Window(title="drag source")
window.set_default_size(120, 80)
window.set_keep_above(True)
box = Gtk.EventBox()
box.add(Gtk.Label(label="file"))
window.add(box)
target = Gtk.TargetEntry.new("text/uri-list", 0, 0)
box.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [target], Gdk.DragAction.COPY)
box.connect("drag-data-get", lambda _w, _c, data, _i, _t: data.set_uris([address]))
window.show_all()
window.move(1470, 100)
Gtk.main()
