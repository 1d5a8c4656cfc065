import CNIProtocol

/// A `resolv.conf`, as far as a container's resolver is told of it.
enum ResolverFile {
    /// Reads `nameserver`, `domain`, `search` and `options` as the reference plugin does: the last
    /// `domain` counts, and of the others all lines together.
    static func parse(_ text: String) -> DNSSettings {
        var settings = DNSSettings()
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            guard words.count > 1, !words[0].hasPrefix("#"), !words[0].hasPrefix(";") else {
                continue
            }
            switch words[0] {
            case "nameserver": settings.nameservers.append(words[1])
            case "domain": settings.domain = words[1]
            case "search": settings.search += words.dropFirst()
            case "options": settings.options += words.dropFirst()
            default: break
            }
        }
        return settings
    }
}
