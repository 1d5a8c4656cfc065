import GRDB
import ObjectStore

/// Bytes go in and out as blobs: they are compared as they are, whatever is in them.
enum Bytes {
    /// An argument of a statement.
    static func argument(_ bytes: [UInt8]) -> (any DatabaseValueConvertible)? {
        DatabaseValue.Storage.blob(.init(bytes)).value
    }

    /// A key as an argument.
    static func argument(_ key: String) -> (any DatabaseValueConvertible)? {
        argument(Array(key.utf8))
    }

    /// A column that may be null.
    static func column(_ row: Row, _ index: Int) -> [UInt8]? {
        let value: DatabaseValue = row[index]
        if case .blob(let data) = value.storage { return Array(data) }
        return nil
    }

    /// A key's column.
    static func key(_ row: Row, _ index: Int) -> String {
        String(decoding: column(row, index) ?? [], as: UTF8.self)
    }
}

extension Row {
    /// A column that is a number in every row of a sound file.
    func integer(_ index: Int) throws -> Int64 {
        let value: DatabaseValue = self[index]
        if case .int64(let number) = value.storage { return number }
        throw StoreError.corrupt("a row of the store's tables has no number in column \(index)")
    }

    /// A column with a revision.
    func revision(_ index: Int) throws -> Revision {
        Revision(UInt64(truncatingIfNeeded: try integer(index)))
    }
}
