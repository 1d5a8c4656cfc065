/// Which code a program has, and which code a time of remembering.
///
/// Codes that stand in the kernel are kept. Programs without a memory have codes of their own
/// range, which holds all there can be: only distinct affinity timeouts can run out of codes.
package struct ProgramCodes: Sendable {
    package private(set) var programs: [ServiceProgram: UInt32] = [:]
    package private(set) var memories: [Int: UInt32] = [:]
    private var takenPrograms: Set<UInt32> = []
    private var takenMemories: Set<UInt32> = []
    private var programUsers: [ServiceProgram: Int] = [:]
    private var memoryUsers: [Int: Int] = [:]
    /// What had no user at some moment since the last release.
    private var idle: Set<ServiceChain> = []
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

    /// Counts what a port uses.
    package mutating func use(_ port: ProgrammedPort) { count(port, 1) }

    /// Counts what a port doesn't use any more.
    package mutating func leave(_ port: ProgrammedPort) { count(port, -1) }

    private mutating func count(_ port: ProgrammedPort, _ step: Int) {
        let programs = port.programs
        for case let program? in [programs.internal, programs.external] {
            programUsers[program, default: 0] += step
            if programUsers[program] == 0 { idle.insert(.program(program)) }
        }
        if let memory = port.memory {
            memoryUsers[memory.seconds, default: 0] += step
            if memoryUsers[memory.seconds] == 0 { idle.insert(.memory(memory)) }
        }
    }

    /// Forgets what nobody uses any more; returns the chains that go, with their codes.
    package mutating func releaseUnused() -> [(chain: ServiceChain, code: UInt32)] {
        guard !idle.isEmpty else { return [] }
        var gone: [(chain: ServiceChain, code: UInt32)] = []
        for chain in idle.ordered {
            switch chain {
            case .program(let program) where programUsers[program] == 0:
                programUsers[program] = nil
                guard let code = programs.removeValue(forKey: program) else { continue }
                takenPrograms.remove(code)
                gone.append((chain, code))
            case .memory(let memory) where memoryUsers[memory.seconds] == 0:
                memoryUsers[memory.seconds] = nil
                guard let code = memories.removeValue(forKey: memory.seconds) else { continue }
                takenMemories.remove(code)
                gone.append((chain, code))
            default: break
            }
        }
        idle = []
        return gone
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
        return chains
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
