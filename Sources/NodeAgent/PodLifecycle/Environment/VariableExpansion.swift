/// `$(NAME)` in texts of a manifest.
public enum VariableExpansion {
    /// Puts in the values of variables. What is unknown stays as it is; `$$` is one `$`.
    public static func expand(_ text: String, _ values: [String: String]) -> String {
        guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
        var result: [UInt8] = []
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            guard byte == UInt8(ascii: "$"), index + 1 < bytes.count else {
                result.append(byte)
                index += 1
                continue
            }
            let next = bytes[index + 1]
            if next == UInt8(ascii: "$") {
                result.append(byte)
                index += 2
            } else if next == UInt8(ascii: "("),
                let end = bytes[(index + 2)...].firstIndex(of: UInt8(ascii: ")"))
            {
                let name = String(decoding: bytes[(index + 2)..<end], as: UTF8.self)
                result += values[name].map { Array($0.utf8) } ?? Array(bytes[index...end])
                index = end + 1
            } else {
                result += [byte, next]
                index += 2
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
