import LinuxSystem
import Netlink

/// Finds out which object of a batch a refusal is about, from the batch's own bytes: nothing has
/// to be remembered while a batch is built.
struct BatchSubjects {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The refusal as an error that names operation and object.
    func error(_ refusal: Acknowledgement) -> NetlinkError {
        guard let message = try? message(refusal.sequence) else {
            return refusal.error("apply", "batch")
        }
        guard let kind = NftablesMessage(type: message.type) else {
            // The beginning of the batch answers for all of it: the generation, or the commit.
            return refusal.error("commit", "batch")
        }
        let subject = (try? subject(kind, message, refusal.attributeOffset)) ?? "object"
        return refusal.error(Self.operation(kind), subject)
    }

    /// The message with this number.
    private func message(_ sequence: UInt32) throws(NetlinkDecodeError) -> NetlinkMessage? {
        var reader = NetlinkReader(bytes[...])
        while !reader.isAtEnd {
            var copy = reader
            let length = Int(try copy.u32())
            let type = try copy.u16()
            let flags = MessageFlags(rawValue: try copy.u16())
            if try copy.u32() == sequence {
                _ = try copy.u32()
                let body = try copy.take(length - NetlinkHeader.messageLength)
                return NetlinkMessage(type: type, flags: flags, sequence: sequence, body: body)
            }
            try reader.skip(max(length, NetlinkHeader.messageLength))
            reader.skipPadding()
        }
        return nil
    }

    private static func operation(_ kind: NftablesMessage) -> String {
        switch kind {
        case .newTable: "add table"
        case .deleteTable: "delete table"
        case .newChain: "add chain"
        case .deleteChain: "delete chain"
        case .newRule: "add rule"
        case .deleteRule: "delete rule"
        case .newSet: "add set"
        case .deleteSet: "delete set"
        case .newElement: "add element"
        case .deleteElement: "delete element"
        default: "apply"
        }
    }

    private func subject(
        _ kind: NftablesMessage, _ message: NetlinkMessage, _ offset: Int?
    ) throws(NetlinkDecodeError) -> String {
        var reader = message.reader
        let family = NftablesFamily(
            rawValue: try NetfilterHeader(decoding: &reader).family)
        let attributes = reader.attributes()
        switch kind {
        case .newTable, .deleteTable:
            return "\(try Table(decoding: attributes, family: family))"
        case .newChain, .deleteChain:
            let chain = try Chain(decoding: attributes, family: family)
            return "\(chain.table) \(chain.name)"
        case .newRule, .deleteRule:
            let rule = try Rule(decoding: attributes, family: family)
            let place = "\(rule.table) \(rule.chain)"
            let text = rule.expressions.isEmpty ? "" : NftablesText().text(rule)
            let handle = rule.handle.map { " handle \($0)" } ?? ""
            return text.isEmpty ? place + handle : "\"\(text)\" to \(place)"
        case .newSet, .deleteSet:
            let set = try NftSet(decoding: attributes, family: family)
            return "\(set.table) \(set.name)"
        case .newElement, .deleteElement:
            return try element(message, attributes, family, offset)
        default: return "object"
        }
    }

    /// The set's name, and the element when the kernel told where in the message it is.
    private func element(
        _ message: NetlinkMessage, _ attributes: AttributeReader, _ family: NftablesFamily,
        _ offset: Int?
    ) throws(NetlinkDecodeError) -> String {
        let table = try attributes.first(ElementListAttribute.table)?.string() ?? ""
        let set = try attributes.first(ElementListAttribute.set)?.string() ?? ""
        let name = "\(family.name) \(table) \(set)"
        guard let offset, var list = try attributes.first(ElementListAttribute.elements)?.nested()
        else { return name }
        // The offset counts from the message's header; slices keep the buffer's indices.
        let target = message.body.startIndex - NetlinkHeader.messageLength + offset
        while let attribute = try list.next() {
            let start = attribute.bytes.startIndex - NetlinkHeader.attributeLength
            guard start <= target, target < attribute.bytes.endIndex else { continue }
            let element = try Element(decoding: attribute.nested())
            return "\(Self.text(element.key)) of \(name)"
        }
        return name
    }

    /// The set's types are not in the message: four bytes at a time.
    private static func text(_ key: FieldBytes) -> String {
        let bytes = key.array
        let words = stride(from: 0, to: bytes.count, by: 4).map { start in
            bytes[start..<start + 4].map { byte in
                let text = String(byte, radix: 16)
                return byte < 16 ? "0" + text : text
            }.joined()
        }
        return "0x" + words.joined(separator: "_")
    }
}
