/// A lab to bring up, what to do in it, and what must then be so.
public struct Scenario: Sendable {
    /// One thing to do, under a title.
    struct Step: Sendable {
        /// Printed above what the step prints; nil prints nothing.
        var title: String?
        var action: any StepAction
        /// Where it is written, for what isn't so.
        var place: String
    }

    /// The scenario's name, and the lab's while it runs.
    public var name: LabName
    /// The topology's file; nil for the one built in.
    public var topology: String?
    /// Kubernetes objects beside the topology's own.
    public var manifests: [String]
    var steps: [Step]

    /// Every kind of step, by the key that says it.
    static let actions: [any StepAction.Type] = [
        ExecStep.self, AskStep.self, CountStep.self, RefusedStep.self, KillStep.self,
        ApplyStep.self, DeleteStep.self, ScaleStep.self, RolloutStep.self, DuringStep.self,
        BreakStep.self, MendStep.self, CutOffStep.self, SettledStep.self,
    ]

    /// Reads a scenario file.
    public init(reading path: String) throws {
        try self.init(LabFile(reading: path))
    }

    package init(_ file: LabFile) throws {
        let root = file.root
        try root.allow("name", "topology", "manifests", "steps")
        let name = try root.required("name")
        guard let lab = LabName(try name.text()) else { throw name.error(LabName.rule) }
        self.name = lab
        topology = try root.member("topology").map { file.resolve(try $0.text()) }
        manifests = try root.member("manifests")?.texts().map(file.resolve) ?? []
        steps = try root.required("steps").list().map(Step.init)
    }
}

extension Scenario.Step {
    init(_ field: Field) throws {
        title = try field.member("title")?.text()
        let known = Scenario.actions.map { $0.key }
        let keys = field.value.kind == .object ? field.value.members.map(\.key) : []
        guard let key = keys.first(where: { $0 != "title" }),
            keys.allSatisfy({ [key, "title"].contains($0) }),
            let type = Scenario.actions.first(where: { $0.key == key })
        else {
            throw field.error("expected a title and one of \(known.joined(separator: ", "))")
        }
        let body = try field.required(key)
        action = try type.init(body)
        place = body.place
    }
}

/// What a step does. Its file holds both how it is written and how it runs.
protocol StepAction: Sendable {
    /// The key in the scenario file.
    static var key: String { get }
    init(_ field: Field) throws
    /// Does it, prints what it sees, and throws what isn't so.
    func run(in run: ScenarioRun) throws
}

/// Who acts in a step: a pod, a node or a host outside the cluster.
enum Actor: Hashable, Sendable, CustomStringConvertible {
    case pod(PodKey)
    case node(String)
    case host(String)

    /// The keys it is written with.
    static let keys = ["pod", "node", "host"]

    init(_ field: Field) throws {
        let given = Self.keys.filter { field.member($0) != nil }
        guard given.count == 1, let key = given.first else {
            throw field.error("expected one of \(Self.keys.joined(separator: ", "))")
        }
        let value = try field.required(key)
        switch key {
        case "pod": self = .pod(try value.pod())
        case "node": self = .node(try value.name())
        default: self = .host(try value.name())
        }
    }

    /// `pod default/client`
    var description: String {
        switch self {
        case .pod(let key): "pod \(key)"
        case .node(let name): "node \(name)"
        case .host(let name): "host \(name)"
        }
    }
}
