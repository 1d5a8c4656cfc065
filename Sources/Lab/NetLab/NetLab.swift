import LinuxSystem

/// What the command's verbs do.
public enum NetLab {
    /// Where and with which programs a verb works.
    public struct Options: Sendable {
        /// The folder of all labs.
        public var root: String
        /// The programs of a lab.
        public var programs: ProgramFolders
        /// Where it prints.
        public var console = Console()

        /// Options of a command.
        public init(root: String, programs: ProgramFolders) {
            self.root = root
            self.programs = programs
        }
    }

    /// Brings a lab up and leaves it running.
    ///
    /// - Parameters:
    ///   - file: a topology; nil for the one built in, with its example objects.
    ///   - manifests: more files and folders of Kubernetes objects.
    ///   - name: the lab's name; nil for the topology's own.
    public static func up(
        topology file: String?, manifests: [String], name: LabName?, options: Options
    ) throws {
        let interruption = try Interruption()
        let plan = try plan(topology: file, manifests: manifests, name: name, options: options)
        let assembly = LabAssembly(
            plan: plan, folders: options.programs, console: options.console,
            interruption: interruption)
        let lab = try assembly.up()
        let pods = try lab.client.list("/api/v1/pods").count
        options.console.say("lab \(plan.name) is up: \(plan.nodes.count) nodes, \(pods) pods")
    }

    private static func plan(
        topology file: String?, manifests: [String], name: LabName?, options: Options
    ) throws -> LabPlan {
        let topology = try file.map { try Topology(reading: $0) } ?? Topology.builtIn()
        return LabPlan(
            topology, manifests: topology.manifests + manifests, name: name, root: options.root,
            hasExamples: file == nil && manifests.isEmpty)
    }

    /// Breaks something of a node.
    /// - Returns: what was done, in words.
    public static func apply(
        _ fault: Fault, to node: String, lab name: LabName?, options: Options
    ) throws -> String {
        try change(name, options) { try Breaking($0).apply(fault, to: node) }
    }

    /// Mends what was broken of a node, or of all.
    /// - Returns: what was done, in words.
    public static func mend(
        _ node: String?, lab name: LabName?, options: Options
    ) throws -> [String] {
        try change(name, options) { lab in
            let names = node.map { [$0] } ?? lab.state.machines.map(\.name)
            let lines = try names.flatMap { try Breaking(lab).mend($0) }
            return node == nil ? lines.filter { !$0.hasSuffix("needs no mending") } : lines
        }
    }

    /// The cluster as it is now.
    public static func map(lab name: LabName?, options: Options) throws -> ClusterMap {
        try change(name, options) { try ClusterSurvey($0).map() }
    }

    /// Opens a lab that is up, alone.
    private static func change<Result>(
        _ name: LabName?, _ options: Options, _ body: (Lab) throws -> Result
    ) throws -> Result {
        let state = try LabStatus.only(name, options.root)
        guard let found = LabName(state.name) else { throw LabError("no lab is up") }
        let topology = try Topology(reading: LabPaths(lab: found, root: options.root).topology)
        let plan = LabPlan(topology, manifests: [], name: found, root: options.root)
        let lock = try LabLock(existing: plan.paths, lab: found)
        defer { lock?.release() }
        return try body(
            Lab(
                plan, folders: state.folders, console: options.console,
                interruption: try Interruption(), state: state))
    }

    /// Takes a lab down, as much of it as there is.
    ///
    /// - Returns: false when something could not be taken down; it was printed.
    public static func down(_ name: LabName?, options: Options) throws -> Bool {
        let names = try name.map { [$0] } ?? namesThere(options)
        if names.isEmpty { options.console.say("no lab is there") }
        var isClean = true
        for name in names {
            let paths = LabPaths(lab: name, root: options.root)
            let lock = try LabLock(existing: paths, lab: name)
            defer { lock?.release() }
            let leftovers = Leftovers(of: name, paths: paths)
            let dismantling = LabDismantling(name: name, paths: paths)
            guard dismantling.isThere else {
                options.console.say("lab \(name) is not there")
                continue
            }
            var problems = dismantling.takeDown()
            problems += try leftovers.find().map { "left: \($0)" }
            for problem in problems { options.console.warn("\(name): \(problem)") }
            if problems.isEmpty { options.console.say("lab \(name) is down") }
            isClean = isClean && problems.isEmpty
        }
        return isClean
    }

    /// The labs that there is something of, by folder or by namespace.
    private static func namesThere(_ options: Options) throws -> [LabName] {
        var names: Set<String> = []
        if Files.exists(options.root) { names.formUnion(try Files.list(options.root)) }
        for namespace in try NetworkNamespace.names() where namespace.hasPrefix("netlab.") {
            names.formUnion(namespace.split(separator: ".").dropFirst().prefix(1).map(String.init))
        }
        let labs = names.sorted().compactMap { LabName($0) }
        guard labs.count <= 1 else {
            let known = labs.map(\.description).joined(separator: ", ")
            throw LabError("several labs are there; name one (\(known))")
        }
        return labs
    }

    /// Runs a scenario in a lab of its own and takes that down again.
    ///
    /// - Returns: whether everything was so.
    public static func run(scenario file: String, name: LabName?, options: Options) throws -> Bool {
        let scenario = try Scenario(reading: file)
        let interruption = try Interruption()
        let plan = try plan(
            topology: scenario.topology, manifests: scenario.manifests,
            name: name ?? scenario.name, options: options)
        return try ScenarioExecution(
            scenario: scenario, plan: plan, options: options, interruption: interruption
        ).run()
    }
}
