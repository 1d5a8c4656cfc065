import GRDB

enum RoomSQLiteStore {}
