import Netlink

extension NftablesSocket {
    /// The tables of a family, or of all.
    public func tables(_ family: NftablesFamily? = nil) throws(NftablesError) -> [Table] {
        try list(.getTable, family, "list tables", "", { _ in }) {
            attributes, family throws(NetlinkDecodeError) in
            try Table(decoding: attributes, family: family)
        }
    }

    /// The chains of a table.
    public func chains(in table: TableReference) throws(NftablesError) -> [Chain] {
        let all = try list(.getChain, table.family, "list chains", table.description, { _ in }) {
            attributes, family throws(NetlinkDecodeError) in
            try Chain(decoding: attributes, family: family)
        }
        return all.filter { $0.table == table }
    }

    /// The rules of a table, or of one of its chains, in their order.
    public func rules(
        in table: TableReference, chain: ChainName? = nil
    ) throws(NftablesError) -> [Rule] {
        let all = try list(
            .getRule, table.family, "list rules", table.description,
            { writer in
                writer.attribute(RuleAttribute.table, string: table.name)
                if let chain { writer.attribute(RuleAttribute.chain, string: chain.rawValue) }
            },
            decode: { attributes, family throws(NetlinkDecodeError) in
                try Rule(decoding: attributes, family: family)
            })
        return all.filter { $0.table == table && (chain == nil || $0.chain == chain) }
    }

    /// The sets and maps of a table, without elements.
    public func sets(in table: TableReference) throws(NftablesError) -> [NftSet] {
        let all = try list(
            .getSet, table.family, "list sets", table.description,
            { $0.attribute(SetAttribute.table, string: table.name) },
            decode: { attributes, family throws(NetlinkDecodeError) in
                try NftSet(decoding: attributes, family: family)
            })
        return all.filter { $0.table == table }
    }

    /// One set or map; nil when there is none of this name.
    public func set(_ name: String, in table: TableReference) throws(NftablesError) -> NftSet? {
        try sets(in: table).first { $0.name == name }
    }

    /// The elements of a set or map.
    public func elements(of set: NftSet) throws(NftablesError) -> [Element] {
        let subject = "\(set.table) \(set.name)"
        let lists = try list(
            .getElement, set.table.family, "list elements", subject,
            { writer in
                writer.attribute(ElementListAttribute.table, string: set.table.name)
                writer.attribute(ElementListAttribute.set, string: set.name)
            },
            decode: { attributes, _ throws(NetlinkDecodeError) in try Element.list(attributes) })
        return Element.joined(lists.flatMap { $0 }, set)
    }

    /// Some elements, by their keys: a look at each of them, and at no other.
    ///
    /// - Returns: all of them; none when one is not there, or the set.
    public func elements(
        _ keys: [FieldBytes], of set: NftSet
    ) throws(NftablesError) -> [Element] {
        let layout = ElementLayout(set)
        do throws(NetlinkError) {
            let answers = try socket.request(
                type: NftablesMessage.getElement.type, operation: "read element",
                subject: "\(set.table) \(set.name)"
            ) { writer in
                NetfilterHeader(family: set.table.family.rawValue).encode(into: &writer)
                writer.attribute(ElementListAttribute.table, string: set.table.name)
                writer.attribute(ElementListAttribute.set, string: set.name)
                writer.nested(ElementListAttribute.elements) { writer in
                    for key in keys {
                        Element(key).encode(into: &writer, layout, isDeletion: true)
                    }
                }
            }
            return try Self.elements(in: answers)
        } catch {
            if error.errno == .enoent { return [] }
            throw NftablesError(error)
        }
    }

    /// One element by its key; nil when it is not there.
    public func element(
        _ key: FieldBytes, of set: NftSet
    ) throws(NftablesError) -> Element? {
        try elements([key], of: set).first
    }

    private static func elements(
        in answers: [NetlinkMessage]
    ) throws(NetlinkError) -> [Element] {
        var elements: [Element] = []
        for answer in answers where answer.type == NftablesMessage.newElement.type {
            do throws(NetlinkDecodeError) {
                elements += try Element.list(answer.attributes(after: NetfilterHeader.length))
            } catch {
                throw NetlinkError(error)
            }
        }
        return elements
    }

    /// Dumps objects of one kind and decodes each.
    private func list<Object>(
        _ kind: NftablesMessage, _ family: NftablesFamily?, _ operation: String,
        _ subject: String, _ filter: (inout NetlinkWriter) -> Void,
        decode: (AttributeReader, NftablesFamily) throws(NetlinkDecodeError) -> Object
    ) throws(NftablesError) -> [Object] {
        do throws(NetlinkError) {
            let messages = try socket.dump(
                type: kind.type, operation: operation, subject: subject
            ) { writer in
                NetfilterHeader(family: family?.rawValue ?? 0).encode(into: &writer)
                filter(&writer)
            }
            var objects: [Object] = []
            objects.reserveCapacity(messages.count)
            for message in messages {
                do throws(NetlinkDecodeError) {
                    var reader = message.reader
                    let family = NftablesFamily(
                        rawValue: try NetfilterHeader(decoding: &reader).family)
                    objects.append(try decode(reader.attributes(), family))
                } catch {
                    throw NetlinkError(error)
                }
            }
            return objects
        } catch {
            throw NftablesError(error)
        }
    }
}
