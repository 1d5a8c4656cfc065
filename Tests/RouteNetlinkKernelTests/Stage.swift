import Foundation
import LinuxSystem
import NetworkAddress
import RouteNetlink
import Testing

/// All suites that touch the kernel hang below this one, so that one runs at a time.
@Suite(.serialized) struct RouteNetlinkKernelTests {}

/// A network namespace for one test, and the tools that look at it from outside our code.
final class Stage: Sendable {
    let namespace: NetworkNamespace
    let socket: RouteSocket

    init() throws {
        namespace = try NetworkNamespace.create()
        socket = try RouteSocket(in: namespace)
    }

    /// Runs a test on some stages and looks at what is left: links, rules, routes, descriptors.
    static func with(_ count: Int = 1, _ body: ([Stage]) throws -> Void) throws {
        let outside = try RouteSocket().links().map(\.name).filter { $0.hasPrefix("mk") }
        var owned: Set<String> = []
        do {
            let stages = try (0..<count).map { _ in try Stage() }
            try body(stages)
            for stage in stages {
                try stage.sweep()
                owned.formUnion(try stage.ownDescriptors())
            }
        }
        #expect(try areClosed(owned), "descriptors of a test's namespace are left")
        let links = try RouteSocket().links().map(\.name).filter { $0.hasPrefix("mk") }
        #expect(links == outside, "links are left in the namespace of the tests")
    }

    /// What descriptors of this stage are called below `/proc/self/fd`: its namespace, and the
    /// netlink sockets in it.
    private func ownDescriptors() throws -> Set<String> {
        let sockets = try namespace.run { try Files.readText("/proc/thread-self/net/netlink") }
        let inodes = sockets.split(separator: "\n").dropFirst().compactMap {
            $0.split(separator: " ").last
        }
        return Set(inodes.map { "socket:[\($0)]" }).union(["net:[\(namespace.inode)]"])
    }

    /// Whether no descriptor of these is open. Another suite's namespace may get the number of one
    /// that ended, for a moment: hence a bound, not one look.
    private static func areClosed(_ names: Set<String>) throws -> Bool {
        for _ in 0..<500 {
            let open = try Files.list("/proc/self/fd").compactMap {
                try? Files.readLink("/proc/self/fd/\($0)")
            }
            if names.isDisjoint(with: open) { return true }
            MonotonicClock.sleep(.milliseconds(10))
        }
        return false
    }

    /// Deletes what the test made, and expects an empty namespace.
    private func sweep() throws {
        let made = try socket.links().filter { $0.index != .loopback }
        #expect(try socket.delete(made.map(\.index)) == [])
        for family in AddressFamily.allCases {
            let filter = RouteFilter(family: family, table: nil)
            for route in try socket.routes(filter) where route.origin != .kernel {
                try socket.delete(route)
            }
            for rule in try socket.rules(family: family)
            where rule.priority != 0 && rule.priority != 32_766 && rule.priority != 32_767 {
                try socket.delete(rule)
            }
        }
        #expect(try socket.links().map(\.name) == ["lo"])
        #expect(try socket.routes(RouteFilter(table: nil)).filter { $0.origin != .kernel } == [])
    }

    /// What a tool prints in the namespace; throws when it fails.
    @discardableResult
    func run(_ words: String...) throws -> String { try run(words) }

    func run(_ words: [String]) throws -> String {
        let folder = try Files.createTemporaryDirectory("martlet-route")
        defer { try? Files.removeTree(folder) }
        let path = folder + "/output"
        let output = try Descriptor(opening: path, [.readWrite, .create])
        var program = ChildProcess.Program("/usr/bin/env", words)
        program.networkNamespace = namespace.descriptor
        program.output = .descriptor(output.rawValue)
        program.error = .descriptor(output.rawValue)
        let ending = try ChildProcess.spawn(program).wait(timeout: .seconds(30))
        let text = try Files.readText(path)
        guard ending == .exited(0) else { throw ToolFailure(command: words, output: text) }
        return text
    }

    /// What a tool prints as JSON.
    func json(_ words: String...) throws -> [Item] {
        let text = try run(words)
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return (value as? [[String: Any]] ?? []).map(Item.init)
    }

    /// What `ip` says of one link.
    func ipLink(_ name: String) throws -> Item {
        try #require(json("ip", "-j", "-d", "link", "show", "dev", name).first)
    }
}

struct ToolFailure: Error {
    var command: [String]
    var output: String
}

/// An object of a tool's output: `item["linkinfo"]["info_data"]["id"]`.
struct Item {
    var value: Any?

    init(_ value: [String: Any]) { self.value = value }
    private init(any value: Any?) { self.value = value }

    subscript(key: String) -> Item { Item(any: (value as? [String: Any])?[key]) }
    subscript(index: Int) -> Item {
        let list = value as? [Any] ?? []
        return Item(any: list.indices.contains(index) ? list[index] : nil)
    }
    var string: String? { value as? String }
    var int: Int? { (value as? NSNumber)?.intValue }
    var bool: Bool? { (value as? NSNumber)?.boolValue }
    var strings: [String] { value as? [String] ?? [] }
    var items: [Item] { (value as? [[String: Any]] ?? []).map(Item.init) }
    var exists: Bool { value != nil }
}
