import Netlink

/// Sets, maps and their elements.
extension Batch {
    /// At most so many elements go into one message: an attribute ends at 64 KiB.
    static let elementsPerMessage = 1_000
    /// A list of elements is ended when it has reached so many bytes.
    static let bytesPerMessage = 60_000

    /// Adds a set or map, without elements.
    public mutating func add(_ set: NftSet, _ mode: CreateMode = .add) {
        let id = nextSetID
        nextSetID += 1
        message(.newSet, set.table.family, mode.flags) { set.encode(into: &$0, id: id) }
    }

    /// Deletes a set; no rule may use it.
    public mutating func deleteSet(_ name: String, in table: TableReference) {
        message(.deleteSet, table.family, []) { writer in
            writer.attribute(SetAttribute.table, string: table.name)
            writer.attribute(SetAttribute.name, string: name)
        }
    }

    /// Deletes all elements of a set.
    public mutating func flushSet(_ name: String, in table: TableReference) {
        message(.deleteElement, table.family, []) { writer in
            writer.attribute(ElementListAttribute.table, string: table.name)
            writer.attribute(ElementListAttribute.set, string: name)
        }
    }

    /// Adds elements.
    ///
    /// An element that is there already stays; in maps its data must be the same (EEXIST
    /// otherwise). With `.create`, an element that is there fails the batch.
    @inlinable
    public mutating func add(
        elements: some Sequence<Element>, to set: NftSet, _ mode: CreateMode = .add
    ) {
        encode(elements, isDeletion: false, set, mode)
    }

    /// Deletes elements; each must be there. Their data does not matter.
    @inlinable
    public mutating func delete(elements: some Sequence<Element>, from set: NftSet) {
        encode(elements, isDeletion: true, set, .add)
    }

    @inlinable
    mutating func encode(
        _ elements: some Sequence<Element>, isDeletion: Bool, _ set: NftSet, _ mode: CreateMode
    ) {
        let layout = ElementLayout(set)
        writer.reserveCapacity(elements.underestimatedCount * layout.bytesPerElement)
        var open: OpenList?
        var count = 0
        for element in elements {
            if let list = open, !hasRoom(list, count) {
                close(list)
                open = nil
            }
            if open == nil {
                open = openElements(of: set, isDeletion: isDeletion, mode)
                count = 0
            }
            append(element, layout, isDeletion: isDeletion)
            count += 1
        }
        if let open { close(open) }
    }

    /// An open message with an open list of elements.
    @usableFromInline
    struct OpenList {
        var message: Int
        var list: Int
    }

    @usableFromInline
    mutating func openElements(
        of set: NftSet, isDeletion: Bool, _ mode: CreateMode, id: UInt32? = nil
    ) -> OpenList {
        let kind: NftablesMessage = isDeletion ? .deleteElement : .newElement
        let flags: MessageFlags = isDeletion ? .request : mode.flags.union(.request)
        let start = writer.openMessage(type: kind.type, flags: flags, sequence: sequence)
        lastMessage = start
        sequence += 1
        NetfilterHeader(family: set.table.family.rawValue).encode(into: &writer)
        writer.attribute(ElementListAttribute.table, string: set.table.name)
        writer.attribute(ElementListAttribute.set, string: set.name)
        if let id { writer.attribute(ElementListAttribute.setID, be32: id) }
        return OpenList(
            message: start, list: writer.openNested(ElementListAttribute.elements))
    }

    @usableFromInline
    func hasRoom(_ open: OpenList, _ count: Int) -> Bool {
        count < Self.elementsPerMessage && writer.count - open.list < Self.bytesPerMessage
    }

    @usableFromInline
    mutating func append(
        _ element: borrowing Element, _ layout: ElementLayout, isDeletion: Bool
    ) {
        element.encode(into: &writer, layout, isDeletion: isDeletion)
    }

    @usableFromInline
    mutating func close(_ open: OpenList) {
        writer.closeNested(open.list)
        writer.closeMessage(open.message)
    }

    /// A set without a name, for the rule that comes after it.
    mutating func addAnonymous(_ anonymous: AnonymousSet, in table: TableReference) {
        let id = nextSetID
        let name = anonymous.data == nil ? AnonymousSet.name : AnonymousSet.mapName
        let set = NftSet(
            name, in: table, key: anonymous.key, data: anonymous.data,
            flags: [.anonymous, .constant], size: UInt32(anonymous.elements.count))
        add(set)
        let open = openElements(of: set, isDeletion: false, .add, id: id)
        let layout = ElementLayout(set)
        for element in anonymous.elements { append(element, layout, isDeletion: false) }
        close(open)
    }
}
