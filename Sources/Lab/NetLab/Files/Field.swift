import JSON
import NetworkAddress

/// A value of a topology or scenario file, with the file's name for errors.
///
/// A wrong value is an error at `file:line: path`; a member that nobody reads is one too, so that a
/// misspelled field can't be silently without effect.
struct Field {
    let value: JSONValue
    let file: String

    /// `file:line: nodes[1].addresses[0]`
    var place: String {
        let path = value.path.description
        return "\(file):\(value.line)" + (path.isEmpty ? "" : ": \(path)")
    }

    func error(_ message: String) -> LabError { LabError(message, at: place) }

    private func unexpected(_ expected: String) -> LabError {
        let raw = String(decoding: value.rawBytes.prefix(60), as: UTF8.self)
        return error("expected \(expected), found \(raw)")
    }

    /// The member, when it is there and not null.
    func member(_ key: String) -> Field? {
        guard let member = value[key], !member.isNull else { return nil }
        return Field(value: member, file: file)
    }

    /// The member; an error when it is absent.
    func required(_ key: String) throws -> Field {
        guard let field = member(key) else { throw error("\"\(key)\" is missing") }
        return field
    }

    /// Refuses members other than these.
    func allow(_ keys: String...) throws {
        guard value.kind == .object else { throw unexpected("an object") }
        for (key, member) in value.members where !keys.contains(key) {
            let known = keys.joined(separator: ", ")
            throw Field(value: member, file: file).error("unknown field; known: \(known)")
        }
    }

    func text() throws -> String {
        guard let text = value.string, !text.isEmpty else { throw unexpected("a text") }
        return text
    }

    func flag() throws -> Bool {
        guard let flag = value.bool else { throw unexpected("true or false") }
        return flag
    }

    func integer(_ range: ClosedRange<Int>) throws -> Int {
        guard let number = value.int, range.contains(number) else {
            throw unexpected("an integer from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func number(_ range: ClosedRange<Double>) throws -> Double {
        guard let number = value.double, range.contains(number) else {
            throw unexpected("a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// `250ms`, `2s`, `1m`
    func duration() throws -> Duration {
        let units: [(String, Int)] = [("ms", 1), ("s", 1_000), ("m", 60_000)]
        for (unit, milliseconds) in units {
            guard let text = value.string, text.hasSuffix(unit),
                let count = Int(text.dropLast(unit.count)), (0...86_400_000).contains(count)
            else { continue }
            return .milliseconds(count * milliseconds)
        }
        throw unexpected("a duration such as 250ms, 2s or 1m")
    }

    /// Elements of a list.
    func list() throws -> [Field] {
        guard value.kind == .array else { throw unexpected("a list") }
        return value.elements.map { Field(value: $0, file: file) }
    }

    func texts() throws -> [String] { try list().map { try $0.text() } }

    func address() throws -> IPAddress {
        guard let address = value.string.flatMap(IPAddress.init) else {
            throw unexpected("an IP address")
        }
        return address
    }

    func prefix() throws -> IPPrefix {
        guard let prefix = value.string.flatMap({ IPPrefix($0) }) else {
            throw unexpected("a prefix such as 10.244.1.0/24")
        }
        return prefix
    }

    /// A name as Kubernetes wants it of nodes and pods: RFC 1123 labels, joined by dots.
    func name() throws -> String {
        let text = try text()
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        let isName =
            text.utf8.count <= 63
            && labels.allSatisfy { label in
                !label.isEmpty && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy { byte in
                        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                            || byte == UInt8(ascii: "-")
                    }
            }
        guard isName else { throw unexpected("a name of lower-case letters, digits and dashes") }
        return text
    }

    func pod() throws -> PodKey {
        if let key = PodKey(try text()) { return key }
        throw unexpected("a pod: name or namespace/name")
    }
}
