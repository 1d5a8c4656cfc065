import Foundation
import Netlink
import RouteNetlink

/// A captured message: `Vectors/name.hex`, whose `#` lines say how it was captured.
struct Vector: CustomStringConvertible {
    var name: String
    var bytes: [UInt8]

    var description: String { name }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Vectors")

    static let all: [Vector] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".hex") }.sorted().compactMap { file in
            try? Vector(named: String(file.dropLast(4)))
        }
    }()

    init(named name: String) throws {
        let text = try String(
            contentsOf: Self.folder.appending(path: name + ".hex"), encoding: .utf8)
        let digits = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.joined()
        var bytes: [UInt8] = []
        var rest = digits[...]
        while let byte = UInt8(rest.prefix(2), radix: 16), rest.count >= 2 {
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        self.name = name
        self.bytes = bytes
    }

    /// The only message in it.
    func message() throws -> NetlinkMessage {
        let messages = try NetlinkMessage.decode(bytes)
        guard let message = messages.first, messages.count == 1 else {
            throw NetlinkDecodeError("\(messages.count) messages in \(name)")
        }
        return message
    }
}

/// Any message of this room, by the type in its header.
enum AnyMessage: Hashable {
    case link(LinkMessage)
    case address(LinkAddress)
    case route(Route)
    case rule(Rule)
    case neighbour(Neighbour)
    case forwarding(ForwardingEntry)
    case qdisc(Qdisc)
    case filter(TrafficFilter)

    init(_ message: NetlinkMessage) throws(NetlinkDecodeError) {
        let isOfBridge = message.body.first == 7
        switch message.type {
        case 16...19: self = .link(try LinkMessage(decoding: message.body))
        case 20...22: self = .address(try LinkAddress(decoding: message.body))
        case 24...26: self = .route(try Route(decoding: message.body))
        case 28...30 where isOfBridge:
            self = .forwarding(try ForwardingEntry(decoding: message.body))
        case 28...30: self = .neighbour(try Neighbour(decoding: message.body))
        case 32...34: self = .rule(try Rule(decoding: message.body))
        case 36...38: self = .qdisc(try Qdisc(decoding: message.body))
        case 44...46: self = .filter(try TrafficFilter(decoding: message.body))
        default: throw NetlinkDecodeError("message type \(message.type)")
        }
    }

    func encoded() -> [UInt8] {
        var writer = NetlinkWriter()
        switch self {
        case .link(let value): value.encode(into: &writer)
        case .address(let value): value.encode(into: &writer)
        case .route(let value): value.encode(into: &writer)
        case .rule(let value): value.encode(into: &writer)
        case .neighbour(let value): value.encode(into: &writer)
        case .forwarding(let value): value.encode(into: &writer)
        case .qdisc(let value): value.encode(into: &writer)
        case .filter(let value): value.encode(into: &writer)
        }
        return writer.bytes
    }

    /// What is encoded even when it was not there: it says again what the header says.
    var mayAdd: Set<UInt16> {
        switch self {
        case .address: [2, 8]
        case .route, .rule: [15]
        default: []
        }
    }

    var headerLength: Int {
        switch self {
        case .link: 16
        case .qdisc, .filter: 20
        case .address: 8
        default: 12
        }
    }

    /// Which attributes hold others, and which are texts, whose NUL at the end is optional.
    var shape: AttributeShape {
        switch self {
        case .link(let message): message.family == 7 ? .bridgePort : .link
        case .address: AttributeShape(texts: [3])
        case .route: AttributeShape(nested: [8: AttributeShape()])
        case .rule: AttributeShape(texts: [3, 17])
        case .neighbour, .forwarding: AttributeShape()
        case .qdisc: AttributeShape(nested: [2: .options], texts: [1])
        case .filter: .filter
        }
    }
}

/// How to compare attributes without regard to their order.
struct AttributeShape {
    var nested: [UInt16: AttributeShape] = [:]
    var texts: Set<UInt16> = []
    /// How many bytes stand before the attributes.
    var headerLength = 0

    static let options = AttributeShape()
    static let action = AttributeShape(nested: [2: .options], texts: [1])
    static let filter = AttributeShape(
        nested: [2: AttributeShape(nested: [7: AttributeShape(nested: [1: action, 2: action])])],
        texts: [1])
    static let link = AttributeShape(
        nested: [
            18: AttributeShape(
                nested: [
                    2: AttributeShape(nested: [1: AttributeShape(texts: [3], headerLength: 16)]),
                    5: options,
                ], texts: [1, 4])
        ], texts: [3, 20])
    static let bridgePort = AttributeShape(nested: [12: options, 26: options], texts: [3, 20])

    /// One line for each attribute, nested ones by their path.
    func lines(_ bytes: ArraySlice<UInt8>, path: String = "") throws -> [String] {
        var attributes = AttributeReader(bytes.dropFirst(headerLength))
        var lines: [String] = []
        while let attribute = try attributes.next() {
            let name = "\(path)/\(attribute.type)"
            // Options of kinds that hold plain values only: not every payload is a list.
            if let inner = nested[attribute.type],
                let found = try? inner.lines(attribute.bytes, path: name)
            {
                lines += found
            } else {
                var payload = Array(attribute.bytes)
                while texts.contains(attribute.type), payload.last == 0 { payload.removeLast() }
                lines.append("\(name) \(payload)")
            }
        }
        return lines.sorted()
    }
}
