"""Addresses of rooms: those of whoever holds a delivery stand among its own, those of a class by themselves."""

from django.urls import URLPattern, path

from pulang.common.learning.views.rooms import joining, leading, opening, teaching

app_name = "room"
ONE = "<uuid:pk>/"
ROOM = f"{ONE}rooms/<uuid:room>/"
ROOMS: list[URLPattern] = [
    path(f"{ONE}phones/", opening.phones, name="phones"),
    path(f"{ONE}sessions/<uuid:session>/room/", opening.open_room, name="room-open"),
    path(f"{ONE}sessions/<uuid:session>/run-sheet/", teaching.run_sheet, name="run-sheet"),
    path(ROOM, leading.room, name="room"),
    path(f"{ROOM}ask/", leading.ask, name="room-ask"),
    path(f"{ROOM}begin/", leading.begin, name="room-begin"),
    path(f"{ROOM}close/", opening.close_room, name="room-close"),
    path(f"{ROOM}debrief/", leading.debrief, name="room-debrief"),
    path(f"{ROOM}on/", leading.go_on, name="room-on"),
    path(f"{ROOM}tallies/", leading.tallies, name="room-tallies"),
    path(f"{ROOM}vote/", leading.close_vote, name="room-vote"),
]
urlpatterns = [
    path("", joining.enter, name="enter"),
    path("<slug:code>/", joining.room, name="room"),
    path("<slug:code>/answer/", joining.reply, name="answer"),
]
