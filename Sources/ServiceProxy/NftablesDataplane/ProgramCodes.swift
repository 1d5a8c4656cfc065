/// Which code a program has, and which code a time of remembering.
///
/// Codes that stand in the kernel are kept. Programs without a memory have codes of their own
/// range, which holds all there can be: only distinct affinity timeouts can run out of codes.
package struct ProgramCodes: Sendable {
    package private(set) var programs: [ServiceProgram: UInt32] = [:]
    package private(set) var memories: [Int: UInt32] = [:]
    private var takenPrograms: Set<UInt32> = []
    private var takenMemories: Set<UInt32> = []
    /// What stands in the kernel: code by chain.
    private var foundPrograms: [String: UInt32] = [:]
    private var foundMemories: [String: UInt32] = [:]
    /// What came since it was last asked for.
    private var added: [(chain: ServiceChain, code: UInt32)] = []

    private static let plainCodes: ClosedRange<UInt32> = 1...1023
    private static let rememberingCodes: ClosedRange<UInt32> = 1024...4095
    private static let memoryCodes: ClosedRange<UInt32> = 1...4095

    /// Codes, those of the kernel first.
    package init(programs: [String: UInt32] = [:], memories: [String: UInt32] = [:]) {
        foundPrograms = programs
        foundMemories = memories
    }

    /// The code of a program; a new one if it has none. Nil when there are too many.
    package mutating func code(of program: ServiceProgram) -> UInt32? {
        if let known = programs[program] { return known }
        let range =
            program.remembers ? ProgramCodes.rememberingCodes : ProgramCodes.plainCodes
        guard
            let code = Self.code(
                foundPrograms[program.name], range, foundPrograms.values, &takenPrograms)
        else { return nil }
        programs[program] = code
        added.append((.program(program), code))
        return code
    }

    /// How a client is remembered for so many seconds. Nil when there are too many such times.
    package mutating func memory(seconds: Int) -> ClientMemory? {
        if let known = memories[seconds] { return ClientMemory(seconds: seconds, code: known) }
        let found = foundMemories[ClientMemory.name(seconds: seconds)]
        guard
            let code = Self.code(
                found, ProgramCodes.memoryCodes, foundMemories.values, &takenMemories)
        else { return nil }
        memories[seconds] = code
        let memory = ClientMemory(seconds: seconds, code: code)
        added.append((.memory(memory), code))
        return memory
    }

    /// The found code if it can be had, else the lowest that nobody has or may come back for.
    private static func code(
        _ found: UInt32?, _ range: ClosedRange<UInt32>, _ reserved: some Collection<UInt32>,
        _ taken: inout Set<UInt32>
    ) -> UInt32? {
        if let found, range.contains(found), taken.insert(found).inserted { return found }
        let free =
            range.first { !taken.contains($0) && !reserved.contains($0) }
            ?? range.first { !taken.contains($0) }
        if let free { taken.insert(free) }
        return free
    }

    /// The chains that came since the last call, with their codes.
    package mutating func takeAdded() -> [(chain: ServiceChain, code: UInt32)] {
        defer { added = [] }
        return added
    }

    /// Forgets what nobody uses; returns the elements that go.
    package mutating func collect(
        keeping programs: Set<ServiceProgram>, memories: Set<Int>
    ) -> [TableElement] {
        let before = elements
        self.programs = self.programs.filter { programs.contains($0.key) }
        self.memories = self.memories.filter { memories.contains($0.key) }
        takenPrograms = Set(self.programs.values)
        takenMemories = Set(self.memories.values)
        (foundPrograms, foundMemories) = ([:], [:])
        let kept = Set(elements)
        return before.filter { !kept.contains($0) }
    }

    /// The elements that lead from codes to chains, in the order of the codes.
    package var elements: [TableElement] {
        let leading = programs.map { ($0.value, SetName.programs, $0.key.name) }
        let remembering = memories.map {
            ($0.value, SetName.memories, ClientMemory.name(seconds: $0.key))
        }
        return (leading + remembering).sorted { ($0.1.rawValue, $0.0) < ($1.1.rawValue, $1.0) }
            .map { TableElement(code: $0.0, $0.1, $0.2) }
    }

    /// Every chain that is needed.
    package var chains: Set<ServiceChain> {
        var chains = Set(programs.keys.map { ServiceChain.program($0) })
        for (seconds, code) in memories {
            chains.insert(.memory(ClientMemory(seconds: seconds, code: code)))
        }
        return chains.withFollowers
    }
}

extension TableElement {
    /// From a code to a chain.
    package init(code: UInt32, _ set: SetName, _ chain: String) {
        var key = PackedFields()
        key.append(native: code)
        self.init(set, key, .chain(chain))
    }

    /// What leads to a chain among the programs and memories.
    package init(_ chain: ServiceChain, code: UInt32) {
        let isMemory = if case .memory = chain { true } else { false }
        self.init(code: code, isMemory ? .memories : .programs, chain.name)
    }
}
