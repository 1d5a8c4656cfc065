import AccessControl
import LinuxSystem

/// `--token-auth-file`: a line a token, `token,user,uid,"group1,group2"`.
public struct TokenFile: Sendable {
    private var users: [String: UserInfo] = [:]

    /// Reads a file.
    public init(path: String) throws(IdentityError) {
        let text: String
        do throws(SystemError) {
            text = try Files.readText(path)
        } catch {
            throw IdentityError(operation: "load", subject: path, cause: "\(error)")
        }
        try self.init(parsing: text, path: path)
    }

    /// Parses lines; `path` names them in errors.
    public init(parsing text: String, path: String) throws(IdentityError) {
        var number = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            let line = line.hasSuffix("\r") ? line.dropLast() : line
            if line.isEmpty || line.hasPrefix("#") { continue }
            guard let fields = Self.fields(line) else {
                throw IdentityError(
                    operation: "load", subject: "\(path), line \(number)",
                    cause: "a quote is not closed")
            }
            guard fields.count >= 3, !fields[0].isEmpty else {
                throw IdentityError(
                    operation: "load", subject: "\(path), line \(number)",
                    cause: "expected token, user name and user id, separated by commas")
            }
            let groups = fields.count > 3 ? fields[3].split(separator: ",") : []
            users[fields[0]] = UserInfo(
                name: fields[1], uid: fields[2],
                groups: groups.map { Self.trimmed($0) }.filter { !$0.isEmpty })
        }
    }

    /// Whose a token is.
    public func user(_ token: String) -> UserInfo? { users[token]?.authenticated() }

    /// The fields of a line of comma-separated values; nil when a quote isn't closed.
    private static func fields(_ line: Substring) -> [String]? {
        var fields: [String] = []
        var field = ""
        var isQuoted = false
        var wasQuote = false
        for character in line {
            switch character {
            case "\"":
                // Two quotes within quotes are one.
                if !isQuoted && wasQuote { field.append("\"") }
                isQuoted.toggle()
                wasQuote = !isQuoted
                continue
            case "," where !isQuoted:
                fields.append(trimmed(field[...]))
                field = ""
            default: field.append(character)
            }
            wasQuote = false
        }
        if isQuoted { return nil }
        return fields + [trimmed(field[...])]
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
