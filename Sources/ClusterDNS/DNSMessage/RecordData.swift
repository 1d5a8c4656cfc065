import NetworkAddress

/// What a record says, by type. What has no case here is kept as it came.
public enum RecordData: Hashable, Sendable {
    case a(IPv4Address)
    case aaaa(IPv6Address)
    case ns(DNSName)
    case cname(DNSName)
    case ptr(DNSName)
    case soa(SOARecord)
    case mx(MXRecord)
    case txt(TXTRecord)
    case srv(SRVRecord)
    case hinfo(HINFORecord)
    case unknown(RecordType, [UInt8])

    /// The record's type.
    public var type: RecordType {
        switch self {
        case .a: .a
        case .aaaa: .aaaa
        case .ns: .ns
        case .cname: .cname
        case .ptr: .ptr
        case .soa: .soa
        case .mx: .mx
        case .txt: .txt
        case .srv: .srv
        case .hinfo: .hinfo
        case .unknown(let type, _): type
        }
    }

    init(
        type: RecordType, size: Int, from reader: inout MessageReader
    ) throws(DNSMessageError) {
        // A record without data means something else in updates (RFC 2136 §2.4).
        if size == 0 {
            self = .unknown(type, [])
            return
        }
        switch type {
        case .a: self = .a(try IPv4Address(from: &reader))
        case .aaaa: self = .aaaa(try IPv6Address(from: &reader))
        case .ns: self = .ns(try reader.name())
        case .cname: self = .cname(try reader.name())
        case .ptr: self = .ptr(try reader.name())
        case .soa: self = .soa(try SOARecord(from: &reader))
        case .mx: self = .mx(try MXRecord(from: &reader))
        case .txt: self = .txt(try TXTRecord(size: size, from: &reader))
        case .srv: self = .srv(try SRVRecord(from: &reader))
        case .hinfo: self = .hinfo(try HINFORecord(from: &reader))
        default: self = .unknown(type, try reader.bytes(size))
        }
    }

    func encode(to writer: inout MessageWriter) {
        switch self {
        case .a(let address): address.encode(to: &writer)
        case .aaaa(let address): address.encode(to: &writer)
        case .ns(let name), .cname(let name), .ptr(let name): writer.name(name)
        case .soa(let record): record.encode(to: &writer)
        case .mx(let record): record.encode(to: &writer)
        case .txt(let record): record.encode(to: &writer)
        case .srv(let record): record.encode(to: &writer)
        case .hinfo(let record): record.encode(to: &writer)
        case .unknown(_, let bytes): writer.append(bytes)
        }
    }
}

extension RecordData: CustomStringConvertible {
    /// The data as zone files write it; RFC 3597's form for what is unknown.
    public var description: String {
        switch self {
        case .a(let address): "\(address)"
        case .aaaa(let address): "\(address)"
        case .ns(let name), .cname(let name), .ptr(let name): "\(name)"
        case .soa(let record): "\(record)"
        case .mx(let record): "\(record)"
        case .txt(let record): "\(record)"
        case .srv(let record): "\(record)"
        case .hinfo(let record): "\(record)"
        case .unknown(_, let bytes):
            "\\# \(bytes.count) " + bytes.map { hexadecimal($0) }.joined()
        }
    }

    private func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}

/// Bytes in quotes as zone files write them.
func quoted(_ text: [UInt8]) -> String {
    var out = "\""
    for byte in text {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += "\\" + String(Unicode.Scalar(byte))
        case 0x20...0x7E: out += String(Unicode.Scalar(byte))
        default:
            let digits = String(byte)
            out += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
        }
    }
    return out + "\""
}
