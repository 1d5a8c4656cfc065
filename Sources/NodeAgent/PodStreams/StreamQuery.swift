/// The parameters of a request, decoded.
struct StreamQuery: Sendable {
    private var items: [(name: String, value: String)]

    /// Reads what follows `?`.
    init(_ query: String?) {
        items = (query ?? "").split(separator: "&").map { part in
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (Self.decoded(pair[0]), pair.count == 2 ? Self.decoded(pair[1]) : "")
        }
    }

    /// The first value of a parameter; nil when there is none or it is empty.
    subscript(name: String) -> String? {
        items.first { $0.name == name && !$0.value.isEmpty }?.value
    }

    /// All values of a parameter.
    func values(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

    /// Whether a flag is set.
    func isTrue(_ name: String) -> Bool { ["1", "true", "True", "TRUE", "t"].contains(self[name]) }

    /// `%20` and `+` as what they stand for.
    static func decoded(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), digits.utf8.count == 2,
                let value = UInt8(digits, radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
