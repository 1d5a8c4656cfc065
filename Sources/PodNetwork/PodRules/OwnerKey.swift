import Nftables

/// The number that an owner's elements carry, and that its record is found by.
struct OwnerKey: Hashable {
    var hash: UInt64

    init(_ owner: RuleOwner) { hash = StableHash.of(owner.description) }

    /// From the note of an element.
    init?(note: [UInt8]?) {
        guard let note, note.count == 8 else { return nil }
        hash = note.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// As it stands in the note of an element.
    var bytes: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: hash >> (56 - 8 * UInt64($0))) }
    }

    /// The key of a piece of the owner's record.
    func element(_ piece: Int) -> FieldBytes {
        FieldBytes().integer(UInt32(truncatingIfNeeded: hash >> 32))
            .integer(UInt32(truncatingIfNeeded: hash)).integer(UInt32(clamping: piece))
    }
}

extension RuleOwner {
    var key: OwnerKey { OwnerKey(self) }
}
