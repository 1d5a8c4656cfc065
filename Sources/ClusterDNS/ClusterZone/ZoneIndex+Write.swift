import DNSMessage
import NetworkAddress

extension ZoneIndex {
    /// How long the schema's version may be kept, in seconds: it does not change.
    static let versionTTL: UInt32 = 28800

    /// Writes an answer. `random` says which of several addresses stands first.
    @inline(__always)
    public func write(
        _ answer: ZoneAnswer, to query: borrowing QueryScan, random: UInt32,
        with writer: inout ReplyWriter, into out: inout MutableSpan<UInt8>
    ) {
        switch answer.content {
        case .set(let service, let set):
            write(service.sets[set], of: service, random: random, with: &writer, into: &out)
        case .nameError:
            writer.responseCode = .nameError
            writeSOA(answer.zone, query, with: &writer, into: &out)
            writer.authority = 1
        case .noData:
            writeSOA(answer.zone, query, with: &writer, into: &out)
            writer.authority = 1
        default:
            writeOther(answer, query, with: &writer, into: &out)
        }
    }

    @inline(__always)
    private func write(
        _ set: AnswerSet, of service: ServiceEntry, random: UInt32,
        with writer: inout ReplyWriter, into out: inout MutableSpan<UInt8>
    ) {
        let start = Int(set.start)
        if set.answers == 1, writer.has(room: Int(set.size)) {
            writer.put(service.bytes, from: start, count: Int(set.size), into: &out)
            writer.answers = 1
            writer.additional = UInt16(truncatingIfNeeded: set.additional)
        } else if set.recordSize > 0 {
            rotate(set, of: service, random: random, with: &writer, into: &out)
        } else if writer.has(room: Int(set.size)), set.answers &+ set.additional < 65535 {
            writer.put(service.bytes, from: start, count: Int(set.size), into: &out)
            writer.answers = UInt16(truncatingIfNeeded: set.answers)
            writer.additional = UInt16(truncatingIfNeeded: set.additional)
        } else {
            writePart(set, of: service, with: &writer, into: &out)
        }
    }

    // Each address stands first equally often; when not all fit, each is left out equally often.
    private func rotate(
        _ set: AnswerSet, of service: ServiceEntry, random: UInt32,
        with writer: inout ReplyWriter, into out: inout MutableSpan<UInt8>
    ) {
        let size = Int(set.recordSize)
        let total = Int(set.answers)
        let fitting = min(total, (writer.limit - writer.position) / size, Int(UInt16.max))
        let first = Int((UInt64(random) * UInt64(total)) >> 32)
        let head = min(fitting, total - first)
        let start = Int(set.start)
        writer.put(service.bytes, from: start + first * size, count: head * size, into: &out)
        writer.put(service.bytes, from: start, count: (fitting - head) * size, into: &out)
        writer.answers = UInt16(fitting)
        writer.isTruncated = fitting < total
    }

    // SRV records that don't fit with their addresses: as many as do, without.
    private func writePart(
        _ set: AnswerSet, of service: ServiceEntry, with writer: inout ReplyWriter,
        into out: inout MutableSpan<UInt8>
    ) {
        var at = Int(set.start)
        let end = at + Int(set.answerSize)
        while at < end, writer.answers < .max {
            // Each owner is a pointer, so the size of the data stands at a fixed place.
            let data = Int(service.bytes[at + 10]) << 8 | Int(service.bytes[at + 11])
            guard writer.has(room: 12 + data) else { break }
            writer.put(service.bytes, from: at, count: 12 + data, into: &out)
            writer.answers += 1
            at += 12 + data
        }
        writer.isTruncated = at < end
    }

    private func writeOther(
        _ answer: ZoneAnswer, _ query: borrowing QueryScan, with writer: inout ReplyWriter,
        into out: inout MutableSpan<UInt8>
    ) {
        let name = QueryScan.nameStart
        switch answer.content {
        case .address(let address):
            writeAddress(address, owner: name, with: &writer, into: &out)
            writer.answers = 1
        case .pointers(let entry):
            for owner in entry.owners { writePointer(owner, with: &writer, into: &out) }
        case .alias(let service):
            guard let target = service.alias else { return }
            writer.putRecord(
                owner: name, RecordType.cnameNumber, ttl: ttl, size: target.wire.count, into: &out)
            writer.put(target.wire, into: &out)
            writer.answers = 1
        case .soa:
            writeSOA(answer.zone, query, with: &writer, into: &out)
            writer.answers = 1
        case .nameServer:
            writeNameServer(with: &writer, into: &out)
        case .serverAddresses:
            let isIPv4 = query.type == RecordType.aNumber
            for address in serverAddresses where (address.family == .ipv4) == isIPv4 {
                writeAddress(address, owner: name, with: &writer, into: &out)
                writer.answers += 1
            }
        case .version:
            writeText(RecordType.txtNumber, ["1.1.0"], ttl: Self.versionTTL, with: &writer, &out)
        case .any:
            // RFC 8482 §4.2: enough to know that the name exists.
            writeText(13, ["RFC8482", ""], ttl: ttl, with: &writer, &out)
        case .set, .noData, .nameError: break
        }
    }

    private func writeText(
        _ type: UInt16, _ strings: [String], ttl: UInt32, with writer: inout ReplyWriter,
        _ out: inout MutableSpan<UInt8>
    ) {
        let size = strings.reduce(0) { $0 + 1 + $1.utf8.count }
        writer.putRecord(owner: QueryScan.nameStart, type, ttl: ttl, size: size, into: &out)
        for string in strings {
            writer.put8(UInt8(string.utf8.count), into: &out)
            writer.put(Array(string.utf8), into: &out)
        }
        writer.answers = 1
    }

    private func writeAddress(
        _ address: IPAddress, owner: Int, with writer: inout ReplyWriter,
        into out: inout MutableSpan<UInt8>
    ) {
        let type = address.family == .ipv4 ? RecordType.aNumber : RecordType.aaaaNumber
        writer.putRecord(
            owner: owner, type, ttl: ttl, size: address.family.byteCount, into: &out)
        writer.put(address, into: &out)
    }

    private func writePointer(
        _ owner: PointerOwner, with writer: inout ReplyWriter, into out: inout MutableSpan<UInt8>
    ) {
        let node = owner.service.nodes[owner.node]
        let size = Int(node.size) + owner.service.key.count + serviceTail.count
        guard writer.has(room: 12 + size) else {
            writer.isTruncated = true
            return
        }
        writer.putRecord(
            owner: QueryScan.nameStart, RecordType.ptrNumber, ttl: ttl, size: size, into: &out)
        writer.put(
            owner.service.bytes, from: Int(node.start), count: Int(node.size), into: &out)
        writer.put(owner.service.key, into: &out)
        writer.put(serviceTail, into: &out)
        writer.answers += 1
    }

    private func writeNameServer(
        with writer: inout ReplyWriter, into out: inout MutableSpan<UInt8>
    ) {
        let size = Self.serverLabels.count + 2
        writer.putRecord(
            owner: QueryScan.nameStart, RecordType.nsNumber, ttl: ttl, size: size, into: &out)
        let target = writer.position
        writer.put(Self.serverLabels, into: &out)
        writer.put16(0xC000 | UInt16(QueryScan.nameStart), into: &out)
        writer.answers = 1
        for address in serverAddresses where writer.has(room: 28) {
            writeAddress(address, owner: target, with: &writer, into: &out)
            writer.additional += 1
        }
    }

    static let serverLabels: [UInt8] = [2, 0x6E, 0x73, 3, 0x64, 0x6E, 0x73]
    static let mailboxLabel: [UInt8] = [10] + Array("hostmaster".utf8)

    // Its names point into the question, so that they come in the case that was asked.
    @inline(__always)
    private func writeSOA(
        _ zone: Int, _ query: borrowing QueryScan, with writer: inout ReplyWriter,
        into out: inout MutableSpan<UInt8>
    ) {
        let name = QueryScan.nameStart &+ query.nameLength &- zones[zone].wire.count
        let pointer = 0xC000 | UInt16(truncatingIfNeeded: name)
        writer.putRecord(owner: name, RecordType.soaNumber, ttl: ttl, size: 42, into: &out)
        writer.put(Self.serverLabels, into: &out)
        writer.put16(pointer, into: &out)
        writer.put(Self.mailboxLabel, into: &out)
        writer.put16(pointer, into: &out)
        writer.put32(serial, into: &out)
        writer.put32(7200, into: &out)
        writer.put32(1800, into: &out)
        writer.put32(86400, into: &out)
        writer.put32(ttl, into: &out)
    }
}
