import APIMachinery
import ClusterResources
import JSON
import ResourceModel
import Testing

@Suite struct KindTests {
    static func definition(_ plural: String) throws -> ResourceDefinition {
        try #require(ClusterResources.all.first { $0.plural == plural })
    }

    static let context = WriteContext(
        userName: "jane", groups: ["dev"], now: Timestamp(microseconds: 1_700_000_000_000_000))

    /// The object with the kind's defaults.
    static func defaulted(_ plural: String, _ json: JSON) throws -> APIObject {
        var object = APIObject(json)
        try definition(plural).rules.setDefaults(&object)
        return object
    }

    @Test func `no resource is declared twice, and each row has a cell a column`() {
        var seen: Set<GroupResource> = []
        for kind in ClusterResources.all {
            #expect(seen.insert(kind.groupResource).inserted, "\(kind.groupResource)")
            if kind.verbs == [.create] { continue }
            let cells = kind.cells(APIObject(["metadata": ["name": "x"]]), Self.context.now)
            #expect(cells.count == kind.columns.count, "\(kind.groupResource)")
            #expect(cells.first == "x", "\(kind.groupResource)")
        }
    }

    struct Mistake: Sendable {
        var plural: String
        var object: JSON
        var causes: [String]
    }

    static let group = "rbac.authorization.k8s.io"

    @Test(arguments: [
        Mistake(
            plural: "roles",
            object: [
                "rules": [
                    ["resources": ["x"], "verbs": ["get"]], ["apiGroups": [""], "verbs": ["get"]],
                    ["apiGroups": [""], "resources": ["x"]],
                    ["nonResourceURLs": ["/x"], "verbs": ["get"]],
                ]
            ],
            causes: [
                "rules[0].apiGroups: Required value: resource rules must supply at least one api "
                    + "group",
                "rules[1].resources: Required value: resource rules must supply at least one "
                    + "resource",
                "rules[2].verbs: Required value: verbs must contain at least one value",
                "rules[3].nonResourceURLs: Invalid value: [\"/x\"]: namespaced rules cannot apply "
                    + "to non-resource URLs",
            ]),
        Mistake(
            plural: "clusterroles",
            object: ["rules": [["nonResourceURLs": ["/x"], "verbs": ["get"]]]], causes: []),
        Mistake(
            plural: "clusterroles", object: ["aggregationRule": [:]],
            causes: [
                "aggregationRule.clusterRoleSelectors: Required value: at least one "
                    + "clusterRoleSelector required if aggregationRule is non-nil"
            ]),
        Mistake(
            plural: "clusterrolebindings",
            object: [
                "roleRef": ["kind": "Role", "name": "x"],
                "subjects": [["kind": "ServiceAccount", "name": "s"], ["kind": "Robot"]],
            ],
            causes: [
                "roleRef.kind: Unsupported value: \"Role\": supported values: \"ClusterRole\"",
                "subjects[0].namespace: Required value", "subjects[1].name: Required value",
                "subjects[1].kind: Unsupported value: \"Robot\": supported values: "
                    + "\"ServiceAccount\", \"User\", \"Group\"",
            ]),
        Mistake(
            plural: "leases",
            object: ["spec": ["leaseDurationSeconds": 0, "leaseTransitions": -1]],
            causes: [
                "spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0",
                "spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0",
            ]),
        Mistake(
            plural: "priorityclasses", object: ["value": 1_000_000_001],
            causes: [
                "value: Forbidden: maximum allowed value of a user defined priority is 1000000000"
            ]),
        Mistake(
            plural: "storageclasses", object: ["provisioner": ""],
            causes: ["provisioner: Required value"]),
        Mistake(
            plural: "csinodes",
            object: [
                "spec": [
                    "drivers": [
                        ["name": "d", "nodeID": "n"], ["name": "d", "nodeID": "n"],
                    ]
                ]
            ], causes: ["spec.drivers[1].name: Duplicate value: \"d\""]),
    ])
    func `mistakes are told in upstream's words`(_ given: Mistake) throws {
        let kind = try Self.definition(given.plural)
        let object = try Self.defaulted(given.plural, given.object)
        let found = kind.rules.validateCreate(object, Self.context).map(\.description)
        #expect(found == given.causes)
    }

    @Test func `every bootstrap priority class is one of the system's own`() throws {
        let kind = try Self.definition("priorityclasses")
        #expect(ClusterResources.bootstrapPriorityClasses.count == 2)
        for object in ClusterResources.bootstrapPriorityClasses {
            #expect(kind.rules.validateCreate(object, Self.context).isEmpty, "\(object.name)")
            var other = object
            other.json["value"] = 7
            #expect(!kind.rules.validateCreate(other, Self.context).isEmpty)
            other = object
            other.name = "system-other"
            #expect(!kind.rules.validateCreate(other, Self.context).isEmpty)
        }
    }

    @Test func `a binding's subjects and role get their group`() throws {
        let object = try Self.defaulted(
            "rolebindings",
            [
                "roleRef": ["kind": "Role", "name": "r"],
                "subjects": [
                    ["kind": "User", "name": "u"], ["kind": "ServiceAccount", "name": "s"],
                ],
            ])
        #expect(object["roleRef", "apiGroup"]?.string == Self.group)
        let subjects = object.json["subjects"]?.array ?? []
        #expect(subjects.map { $0["apiGroup"]?.string } == [Self.group, nil])
    }

    @Test func `a role once bound stays the role`() throws {
        let kind = try Self.definition("rolebindings")
        let old = try Self.defaulted("rolebindings", ["roleRef": ["kind": "Role", "name": "r"]])
        var new = old
        new["roleRef", "name"] = "other"
        let found = kind.rules.validateUpdate(new, old, Self.context).map(\.description)
        #expect(
            found == [
                #"roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","#
                    + #""Kind":"Role","Name":"other"}: cannot change roleRef"#
            ])
        #expect(kind.rules.validateUpdate(old, old, Self.context).isEmpty)
    }

    @Test func `a row of a binding names its subjects by their sort`() throws {
        let kind = try Self.definition("clusterrolebindings")
        let object = APIObject([
            "metadata": ["name": "b", "creationTimestamp": "2023-11-14T22:08:20Z"],
            "roleRef": ["kind": "ClusterRole", "name": "view"],
            "subjects": [
                ["kind": "User", "name": "u"], ["kind": "Group", "name": "g"],
                ["kind": "User", "name": "v"],
                ["kind": "ServiceAccount", "name": "s", "namespace": "n"],
            ],
        ])
        #expect(
            kind.cells(object, Self.context.now) == [
                "b", "ClusterRole/view", "5m", "u, v", "g", "n/s",
            ])
    }

    @Test func `who signs a request is not for the request to say`() throws {
        let kind = try Self.definition("certificatesigningrequests")
        var object = APIObject([
            "spec": ["username": "root", "uid": "0", "groups": ["system:masters"]],
            "status": ["certificate": "x"],
        ])
        kind.rules.prepareForCreate(&object, Self.context)
        #expect(object.json["spec"] == ["username": "jane", "groups": ["dev"]])
        #expect(object.json["status"] == nil)
    }

    static let changes: [JSON] = [
        ["parameters": ["a": "b"]], ["provisioner": "other"], ["reclaimPolicy": "Retain"],
        ["volumeBindingMode": "WaitForFirstConsumer"],
    ]

    @Test(arguments: changes)
    func `what a storage class promised stays`(change: JSON) throws {
        let kind = try Self.definition("storageclasses")
        let old = try Self.defaulted("storageclasses", ["provisioner": "p"])
        var new = old
        for member in change.object?.members ?? [] { new.json[member.key] = member.value }
        let found = kind.rules.validateUpdate(new, old, Self.context)
        #expect(found.map(\.field) == change.object?.keys)
    }
}
