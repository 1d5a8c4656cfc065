import LinuxSystem
import Netlink
import NetworkAddress
import Nftables
import Testing

/// Batches against the kernel: whole or not at all, and refusals that say what they are about.
@Suite struct ApplyTests {
    static let table = TableReference(.ip, "t")
    static let set = NftSet(
        "endpoints", in: table,
        key: .fields(.ipDestination, .l4Protocol, .destinationPort, .random(2)),
        data: .value(.ipDestination, .destinationPort), size: 200_000)

    static func element(_ number: Int) -> Element {
        let service = IPAddress.v4(IPv4Address(rawValue: 0x0a60_0000 + UInt32(number / 10)))
        let endpoint = IPAddress.v4(IPv4Address(rawValue: 0x0af4_0000 + UInt32(number)))
        return Element(
            FieldBytes().address(service).proto(.tcp).port(number: 80)
                .integer(UInt32(number % 10)),
            FieldBytes().address(endpoint).port(number: 8080))
    }

    private func laboratory() throws -> Laboratory {
        let laboratory = try Laboratory()
        var batch = Batch()
        batch.add(Table(.ip, "t"))
        batch.add(Self.set)
        batch.add(Chain("c", in: Self.table))
        try laboratory.nftables.apply(batch)
        return laboratory
    }

    @Test func `a hundred thousand elements land in one batch and are read back`() throws {
        let laboratory = try laboratory()
        let count = 100_000
        var batch = Batch()
        batch.add(elements: (0..<count).lazy.map(Self.element), to: Self.set)
        try laboratory.nftables.apply(batch)
        let found = try laboratory.nftables.elements(of: Self.set)
        #expect(found.count == count)
        #expect(Set(found.map(\.key)) == Set((0..<count).map { Self.element($0).key }))
        var removal = Batch()
        removal.delete(elements: (0..<count - 1).lazy.map(Self.element), from: Self.set)
        try laboratory.nftables.apply(removal)
        let rest = try laboratory.nftables.elements(of: Self.set)
        #expect(rest == [Self.element(count - 1)])
    }

    @Test func `a refused element is named, and nothing of its batch stays`() throws {
        let laboratory = try laboratory()
        var first = Batch()
        first.add(elements: [Self.element(7)], to: Self.set)
        try laboratory.nftables.apply(first)
        var second = Batch()
        second.add(elements: (0..<20).map(Self.element), to: Self.set, .create)
        let error = #expect(throws: NftablesError.self) {
            try laboratory.nftables.apply(second)
        }
        #expect(error?.failures.first?.errno == .eexist)
        #expect(
            error?.description.contains(
                "add element 0x0a600000_06000000_00500000_07000000 of ip t endpoints: file exists")
                == true, "\(error?.description ?? "")")
        #expect(try laboratory.nftables.elements(of: Self.set).count == 1)
    }

    @Test func `every refusal of a batch is collected`() throws {
        let laboratory = try laboratory()
        var batch = Batch()
        batch.add(Rule(Self.table, "c", .verdict(.jump("nowhere"))))
        batch.add(Rule(Self.table, "missing", .counter))
        batch.deleteSet("stranger", in: Self.table)
        let error = #expect(throws: NftablesError.self) {
            try laboratory.nftables.apply(batch)
        }
        #expect(error?.failures.count == 3)
        let text = error?.failures.map(\.description).joined(separator: "\n") ?? ""
        #expect(text.contains("add rule \"jump nowhere\" to ip t c: no such file"), "\(text)")
        #expect(text.contains("ip t missing: no such file"), "\(text)")
        #expect(text.contains("delete set ip t stranger: no such file"), "\(text)")
        #expect(error?.isNotFound == true)
    }

    @Test func `a batch for an old generation is refused, a transaction looks again`() throws {
        let laboratory = try laboratory()
        let before = try laboratory.nftables.generation()
        var change = Batch()
        change.add(Chain("d", in: Self.table))
        try laboratory.nftables.apply(change)
        var stale = Batch(generation: before.id)
        stale.add(Chain("e", in: Self.table))
        let error = #expect(throws: NftablesError.self) {
            try laboratory.nftables.apply(stale)
        }
        #expect(error?.isStale == true, "\(error?.description ?? "")")
        var attempts = 0
        try laboratory.nftables.transaction { generation in
            attempts += 1
            if attempts == 1 {
                var other = Batch()
                other.add(Chain("f", in: Self.table))
                try laboratory.nftables.apply(other)
            }
            var batch = Batch(generation: generation.id)
            batch.add(Chain("e", in: Self.table))
            return batch
        }
        #expect(attempts == 2)
        let names = try laboratory.nftables.chains(in: Self.table).map(\.name)
        #expect(Set(names) == ["c", "d", "e", "f"])
    }

    @Test func `the monitor tells what happened, then the generation`() throws {
        let laboratory = try laboratory()
        let monitor = try NftablesMonitor(in: laboratory.namespace)
        var batch = Batch()
        batch.add(elements: [Self.element(1)], to: Self.set)
        batch.flushSet(Self.set.name, in: Self.table)
        try laboratory.nftables.apply(batch)
        var kinds: [String] = []
        while kinds.last != "generation" {
            let events = try monitor.receive(timeout: .seconds(5))
            if events.isEmpty { break }
            for event in events {
                switch event {
                case .addedElements(let elements, let set, let table):
                    #expect(set == "endpoints" && table == Self.table && elements.count == 1)
                    kinds.append("added")
                case .deletedElements: kinds.append("deleted")
                case .generation: kinds.append("generation")
                default: kinds.append("other")
                }
            }
        }
        #expect(kinds.first == "added" && kinds.last == "generation", "\(kinds)")
        var removal = Batch()
        removal.delete(Self.table)
        try laboratory.nftables.apply(removal)
        let events = try monitor.receive(timeout: .seconds(5))
        #expect(
            events.contains { event in
                if case .deletedTable(let table) = event { return table.reference == Self.table }
                return false
            })
    }

    @Test func `the monitor passes over the batches of a socket that it ignores`() throws {
        let laboratory = try laboratory()
        let monitor = try NftablesMonitor(in: laboratory.namespace)
        let other = try NftablesSocket(in: laboratory.namespace)
        try monitor.ignore(laboratory.nftables)
        var own = Batch()
        own.add(elements: [Self.element(1)], to: Self.set)
        try laboratory.nftables.apply(own)
        var foreign = Batch()
        foreign.add(Chain("z", in: Self.table))
        try other.apply(foreign)
        // What the kernel passes over would have come first.
        let events = try monitor.receive(timeout: .seconds(5))
        guard case .addedChain(let chain) = events.first else {
            Issue.record("\(events)")
            return
        }
        #expect(chain.name == "z")
    }

    @Test func `destroy works whether the table is there or not`() throws {
        let laboratory = try Laboratory()
        for _ in 0..<2 {
            var batch = Batch()
            batch.destroy(Self.table)
            try laboratory.nftables.apply(batch)
            #expect(try laboratory.nftables.tables().isEmpty)
            var again = Batch()
            again.add(Table(.ip, "t"))
            try laboratory.nftables.apply(again)
        }
    }
}
