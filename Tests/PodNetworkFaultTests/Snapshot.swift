import JSON
import LinuxSystem
import PodNetworkTesting

/// All that plugins may leave on a node, a line each: links, addresses, routes, qdiscs, nftables,
/// files of state.
struct Snapshot: Equatable {
    var lines: Set<String> = []

    /// What this one has and the other lacks, and the other way round.
    func difference(from old: Snapshot) -> String {
        let more = lines.subtracting(old.lines).sorted().map { "left: \($0)" }
        let less = old.lines.subtracting(lines).sorted().map { "lost: \($0)" }
        return (more + less).joined(separator: "\n")
    }

    /// Reads a node.
    static func observe(_ wire: Wire) throws -> Snapshot {
        var result = Snapshot()
        let script = """
            ip -j -d addr; ip -j -4 route show table all; ip -j -6 route show table all
            tc -j qdisc; nft list ruleset
            """
        let text = try wire.tool("/bin/sh", ["-c", script], in: wire.host).text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let objects = lines.prefix(4).map { (try? JSON(parsing: Array($0.utf8)))?.array ?? [] }
        guard objects.count == 4 else { return result }
        for link in objects[0] { result.add(link: link) }
        for route in objects[1] + objects[2] { result.add(route: route) }
        for qdisc in objects[3] {
            result.lines.insert("qdisc \(words(qdisc, ["dev", "kind", "parent"]))")
        }
        result.add(ruleset: lines.dropFirst(4).map { String($0) })
        try result.add(folder: wire.state, name: "state")
        return result
    }

    /// What a pod has beside its loopback.
    static func links(in namespace: NetworkNamespace, of wire: Wire) throws -> [String] {
        try wire.list(["link"], in: namespace).compactMap { $0["ifname"]?.string }
            .filter { $0 != "lo" }
    }

    private static func words(_ object: JSON, _ keys: [String]) -> String {
        keys.compactMap { key in object[key].map { "\(key) \($0)" } }.joined(separator: " ")
    }

    private mutating func add(link: JSON) {
        let name = link["ifname"]?.string ?? "?"
        let kind = link["linkinfo"]?["info_kind"]?.string ?? ""
        lines.insert(
            "link \(name) \(kind) \(Self.words(link, ["address", "mtu", "master", "ifalias"]))")
        // Addresses of the link come and go with duplicate address detection.
        for address in link["addr_info"]?.array ?? [] where address["scope"] != "link" {
            lines.insert("address \(name) \(Self.words(address, ["local", "prefixlen"]))")
        }
    }

    private mutating func add(route: JSON) {
        let target = route["dst"]?.string ?? ""
        // Those of version 6 come and go with the state of their address.
        guard !target.hasPrefix("fe80:"), !target.hasPrefix("ff00:"),
            !(route["type"] == "local" && target.contains(":"))
        else { return }
        lines.insert("route \(Self.words(route, ["type", "dst", "gateway", "dev", "table"]))")
    }

    /// An element a line, with the names of what it is in.
    private mutating func add(ruleset: [String]) {
        var path: [String] = []
        for line in ruleset {
            var text = line.drop { $0 == "\t" || $0 == " " }
            if text.hasSuffix(" {"), !text.hasPrefix("elements") {
                path.append(String(text.dropLast(2)))
            } else if text == "}" {
                _ = path.popLast()
            } else {
                if text.hasPrefix("elements = {") { text = text.dropFirst(12) }
                if text.hasSuffix("}"), !text.contains("{") { text = text.dropLast() }
                for piece in text.split(separator: ", ") {
                    let words = Self.uncounted(piece.split { $0 == " " || $0 == "," })
                        .joined(separator: " ")
                    lines.insert("nft \(path.joined(separator: " / ")): \(words)")
                }
            }
        }
    }

    /// Without what was counted: `packets 6 bytes 496`.
    private static func uncounted(_ words: [Substring]) -> [Substring] {
        guard let place = words.firstIndex(of: "packets"), words.count >= place + 4,
            words[place + 2] == "bytes"
        else { return words }
        return Array(words[..<place] + words[(place + 4)...])
    }

    /// Locks, and where the round robin stands, may stay.
    private mutating func add(folder: String, name: String) throws {
        guard Files.exists(folder) else { return }
        for entry in try Files.list(folder)
        where entry != "lock" && !entry.hasPrefix("last_reserved_ip") {
            let path = "\(folder)/\(entry)"
            if try Files.linkStatus(path).isDirectory {
                try add(folder: path, name: "\(name)/\(entry)")
            } else {
                let text = String(decoding: try Files.read(path), as: UTF8.self)
                let line = text.split { $0.isNewline }.joined(separator: " ")
                lines.insert("file \(name)/\(entry): \(line)")
            }
        }
    }
}
