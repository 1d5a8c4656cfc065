/// What names, label keys and values, and the like must look like; each rule answers with what is
/// wrong, in upstream's words, and with nothing when all is well.
public enum NameRules {
    /// A label of DNS (RFC 1123): `web-1`.
    public static func isDNS1123Label(_ text: String) -> [String] {
        var faults = longer(text, than: 63)
        if !matchesLabel(Array(text.utf8)[...]) {
            faults.append(
                matchesSubdomain(text)
                    ? "must not contain dots"
                    : pattern(Words.label, Pattern.label, ["my-name", "123-abc"]))
        }
        return faults
    }

    /// Labels of DNS with dots between: `web.example.com`.
    public static func isDNS1123Subdomain(_ text: String) -> [String] {
        var faults = longer(text, than: 253)
        if !matchesSubdomain(text) {
            faults.append(pattern(Words.subdomain, Pattern.subdomain, ["example.com"]))
        }
        return faults
    }

    /// A label of DNS (RFC 1035), which begins with a letter: names of Services.
    public static func isDNS1035Label(_ text: String) -> [String] {
        var faults = longer(text, than: 63)
        let bytes = Array(text.utf8)
        if !matchesLabel(bytes[...]) || !isLower(bytes.first ?? 0) {
            faults.append(pattern(Words.label1035, Pattern.label1035, ["my-name", "abc-123"]))
        }
        return faults
    }

    /// A subdomain behind `*.`: hosts of an Ingress.
    public static func isWildcardDNS1123Subdomain(_ text: String) -> [String] {
        var faults = longer(text, than: 253)
        if !text.hasPrefix("*.") || !matchesSubdomain(String(text.dropFirst(2))) {
            let regex = #"\*\."# + Pattern.subdomain
            faults.append(pattern(Words.wildcard, regex, ["*.example.com"]))
        }
        return faults
    }

    /// A part of a path: names of roles and their bindings.
    public static func isPathSegmentName(_ text: String) -> [String] {
        if text == "." || text == ".." { return ["may not be '\(text)'"] }
        return isPathSegmentPrefix(text)
    }

    /// What may stand at the beginning of a part of a path.
    public static func isPathSegmentPrefix(_ text: String) -> [String] {
        ["/", "%"].filter { text.contains($0) }.map { "may not contain '\($0)'" }
    }

    /// The name of a port: at most 15 of `a`–`z`, `0`–`9` and `-`, with a letter.
    public static func isValidPortName(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        var faults = longer(text, than: 15)
        if bytes.isEmpty || !bytes.allSatisfy({ isLowerOrDigit($0) || $0 == hyphen }) {
            faults.append("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
        }
        if !bytes.contains(where: isLower) {
            faults.append("must contain at least one letter (a-z)")
        }
        if text.contains("--") { faults.append("must not contain consecutive hyphens") }
        if bytes.first == hyphen || bytes.last == hyphen {
            faults.append("must not begin or end with a hyphen")
        }
        return faults
    }

    /// The number of a port: 1 to 65535.
    public static func isValidPortNumber(_ number: Int) -> [String] {
        isInRange(number, 1, 65_535)
    }

    /// A number within limits, both included.
    public static func isInRange(_ number: Int, _ low: Int, _ high: Int) -> [String] {
        (low...max(low, high)).contains(number)
            ? [] : ["must be between \(low) and \(high), inclusive"]
    }

    /// The number of a user or group: 0 to 2³¹ − 1.
    public static func isValidUserID(_ number: Int) -> [String] {
        isInRange(number, 0, Int(Int32.max))
    }

    /// `50%`.
    public static func isValidPercent(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        if bytes.count > 1, bytes.last == UInt8(ascii: "%"), bytes.dropLast().allSatisfy(isDigit) {
            return []
        }
        return [pattern(Words.percent, "[0-9]+%", ["1%", "93%"])]
    }

    /// The name of an HTTP header.
    public static func isHTTPHeaderName(_ text: String) -> [String] {
        let isRight = !text.isEmpty && text.utf8.allSatisfy { isAlphanumeric($0) || $0 == hyphen }
        return isRight ? [] : [pattern(Words.header, "[-A-Za-z0-9]+", ["X-Header-Name"])]
    }

    /// The name of an environment variable, as today's rule has it: printable ASCII without `=`.
    public static func isEnvironmentVariableName(_ text: String) -> [String] {
        if text.isEmpty { return ["environment variable name must be non-empty"] }
        let isRight = text.utf8.allSatisfy {
            (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "=")
        }
        return isRight ? [] : [Words.environment]
    }

    /// An identifier of C: names of resource references.
    public static func isCIdentifier(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        let isRight =
            bytes.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "_") }
            && !(bytes.first.map(isDigit) ?? true)
        if isRight { return [] }
        let examples = ["my_name", "MY_NAME", "MyName"]
        return [pattern(Words.identifier, "[A-Za-z_][A-Za-z0-9_]*", examples)]
    }

    /// A key of a ConfigMap or Secret.
    public static func isConfigMapKey(_ text: String) -> [String] {
        var faults = longer(text, than: 253)
        if text.isEmpty || !text.utf8.allSatisfy(isNameByte) {
            let examples = ["key.name", "KEY_NAME", "key-name"]
            faults.append(pattern(Words.configKey, "[-._a-zA-Z0-9]+", examples))
        }
        if text == "." || text == ".." {
            faults.append("must not be '\(text)'")
        } else if text.hasPrefix("..") {
            faults.append("must not start with '..'")
        }
        return faults
    }
}

extension NameRules {
    /// A label's key, a taint's, an annotation's: a name, with or without `example.com/` before it.
    public static func isQualifiedName(_ text: String) -> [String] {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let regex = pattern(Words.key, Pattern.key, ["MyName", "my.name", "123-abc"])
        guard parts.count <= 2, let name = parts.last else {
            return [
                "a valid label key \(regex) with an optional DNS subdomain prefix and '/' "
                    + "(e.g. 'example.com/MyName')"
            ]
        }
        var faults: [String] = []
        if parts.count == 2 {
            let prefix = parts[0]
            // These lengths are called bytes, the others characters: upstream moved this rule
            // alone.
            let found =
                prefix.isEmpty
                ? ["must be non-empty"]
                : (prefix.utf8.count > 253 ? ["must be no more than 253 bytes"] : [])
                    + (matchesSubdomain(prefix)
                        ? [] : [pattern(Words.subdomain, Pattern.subdomain, ["example.com"])])
            faults += found.map { "prefix part " + $0 }
        }
        if name.isEmpty {
            faults.append("name part must be non-empty")
        } else if name.utf8.count > 63 {
            faults.append("name part must be no more than 63 bytes")
        }
        if !matchesKey(name) { faults.append("name part " + regex) }
        return faults
    }

    /// A label's value.
    public static func isValidLabelValue(_ text: String) -> [String] {
        var faults: [String] = []
        if text.utf8.count > 63 { faults.append("must be no more than 63 bytes") }
        if !text.isEmpty, !matchesKey(text) {
            let examples = ["MyValue", "my_value", "12345"]
            faults.append(pattern(Words.value, "(" + Pattern.key + ")?", examples))
        }
        return faults
    }
}
