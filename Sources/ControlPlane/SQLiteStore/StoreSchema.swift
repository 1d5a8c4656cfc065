import GRDB
import ObjectStore

/// The tables of a store's file.
///
/// `log` has every value once, in the order of its writing; `keys` says which row a key is at.
/// A write is a row at the end of one table and a small change in the other. A row's number is its
/// revision and its place in the commit; `previous` is the row it replaced, so that history can be
/// read backwards, and forgotten, without searching.
enum StoreSchema {
    /// C: PRAGMA application_id, "Mrtl": tells the file from other programs' databases.
    static let application: Int64 = 0x4d72_746c
    /// The version of the tables. C: PRAGMA user_version
    static let version: Int64 = 1

    static let creation = """
        PRAGMA auto_vacuum = INCREMENTAL;
        PRAGMA application_id = \(application);
        PRAGMA user_version = \(version);
        CREATE TABLE log (
            id INTEGER PRIMARY KEY,
            key BLOB NOT NULL,
            created INTEGER NOT NULL,
            previous INTEGER NOT NULL,
            value BLOB
        );
        CREATE TABLE keys (key BLOB PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE history (compacted INTEGER NOT NULL, swept INTEGER NOT NULL);
        INSERT INTO history VALUES (0, 0);
        """

    static let current = """
        SELECT log.id, log.created, log.value FROM keys CROSS JOIN log ON log.id = keys.id
        WHERE keys.key = ?
        """
    static let append = "INSERT INTO log (id, key, created, previous, value) VALUES (?, ?, ?, ?, ?)"
    static let point = "INSERT OR REPLACE INTO keys (key, id) VALUES (?, ?)"
    static let unpoint = "DELETE FROM keys WHERE key = ?"

    static let list = """
        SELECT log.id, log.created, log.value, keys.key
        FROM keys CROSS JOIN log ON log.id = keys.id
        WHERE keys.key >= ? AND keys.key < ? ORDER BY keys.key LIMIT ?
        """
    static let count = "SELECT count(*) FROM keys WHERE key >= ? AND key < ?"
    static let places = "SELECT key, id FROM keys WHERE key >= ? AND key < ? ORDER BY key"
    static let row = "SELECT id, created, value FROM log WHERE id = ?"
    static let replaced = """
        SELECT key, previous FROM log WHERE id >= ? AND key >= ? AND key < ? ORDER BY id
        """

    static let changes = """
        SELECT log.id, log.key, log.value, former.value
        FROM log LEFT JOIN log AS former ON former.id = log.previous
        WHERE log.id >= ? AND log.id < ? ORDER BY log.id
        """
    static let state = """
        SELECT compacted, swept, (SELECT max(id) FROM log) FROM history
        """

    static let forget = "UPDATE history SET compacted = ?"
    static let sweepable = """
        SELECT id, previous, value IS NULL FROM log WHERE id > ? AND id < ? ORDER BY id LIMIT ?
        """
    static let remove = "DELETE FROM log WHERE id = ?"
    static let swept = "UPDATE history SET swept = ?"
}

/// A row's number in `log`: its revision, and its place among the writes of the commit.
struct RowNumber: Hashable {
    /// How many writes a commit can have.
    static let placesInCommit = 1 << 16

    var rawValue: Int64

    init(rawValue: Int64) { self.rawValue = rawValue }

    init(_ revision: Revision, place: Int = 0) {
        rawValue =
            Int64(truncatingIfNeeded: revision.rawValue) &* Int64(Self.placesInCommit)
            &+ Int64(place)
    }

    var revision: Revision {
        Revision(UInt64(truncatingIfNeeded: rawValue / Int64(Self.placesInCommit)))
    }

    /// The first number behind a revision's.
    static func end(of revision: Revision) -> RowNumber {
        RowNumber(Revision(revision.rawValue + 1))
    }
}
