import NetworkAddress

/// What the index knows of an attachment: a line each.
///
/// ```
/// 10.244.1.7
/// fd00:1::7
/// boot 5e3c…
/// namespace 4026532281 /run/netns/web
/// end
/// ```
///
/// The last line tells an entry from the beginning of one.
struct IndexEntry: Hashable, Sendable {
    /// The addresses it holds, or is about to.
    var addresses: [IPAddress] = []
    /// The boot in which it got them; nil when that is not known.
    var boot: String?
    /// The namespace it got them for.
    var namespace: NamespaceMark?

    init(_ addresses: [IPAddress], boot: String? = nil, namespace: NamespaceMark? = nil) {
        self.addresses = addresses
        self.boot = boot
        self.namespace = namespace
    }

    /// Decodes a file; nil when something in it is no line of ours.
    init?(decoding bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard lines.last == "end", bytes.last == UInt8(ascii: "\n") else { return nil }
        for line in lines.dropLast() {
            let words = line.split(separator: " ", maxSplits: 2).map(String.init)
            if words.count == 1, let address = IPAddress(words[0]) {
                addresses.append(address)
            } else if words.count == 2, words[0] == "boot" {
                boot = words[1]
            } else if words.count == 3, words[0] == "namespace", let inode = UInt64(words[1]) {
                namespace = NamespaceMark(path: words[2], inode: inode)
            } else {
                return nil
            }
        }
    }

    /// The bytes of the file.
    var encoded: [UInt8] {
        var text = ""
        for address in addresses { text += "\(address)\n" }
        if let boot { text += "boot \(boot)\n" }
        if let namespace, !namespace.path.contains("\n") {
            text += "namespace \(namespace.inode) \(namespace.path)\n"
        }
        return Array((text + "end\n").utf8)
    }
}
