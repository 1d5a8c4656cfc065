/// The name of an image: `[registry[:port]/]repository[:tag][@digest]`.
enum ImageName {
    /// Whether the tag is `latest`, said or implied. A digest implies no tag, and a name that is
    /// malformed has none.
    static func isLatest(_ name: String) -> Bool {
        let parts = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let named = parts.first, !named.isEmpty, isWellFormed(named) else { return false }
        let last = named.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        guard let colon = last.firstIndex(of: ":") else { return parts.count == 1 }
        return last[last.index(after: colon)...] == "latest"
    }

    /// A repository is lower case, and each part between slashes has something in it.
    private static func isWellFormed(_ name: Substring) -> Bool {
        var parts = name.split(separator: "/", omittingEmptySubsequences: false)
        if parts.contains(where: \.isEmpty) { return false }
        let first = parts[0]
        let isRegistry =
            parts.count > 1
            && (first.contains(".") || first.contains(":") || first == "localhost"
                || first.contains { $0.isUppercase })
        if isRegistry { parts.removeFirst() }
        if let last = parts.last, let colon = last.firstIndex(of: ":") {
            parts[parts.count - 1] = last[..<colon]
        }
        return parts.allSatisfy { part in
            !part.isEmpty
                && part.utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
                        UInt8(ascii: "_"), UInt8(ascii: "-"):
                        true
                    default: false
                    }
                }
        }
    }
}
