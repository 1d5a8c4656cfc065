import Foundation
import JSON
import Testing

/// Which room may know which: docs/design/architecture.md says why.
@Suite struct LayeringTests {
    /// What each wing's rooms may depend on beside earlier rooms of their own wing.
    static let mayKnow: [String: Set<String>] = [
        "Formats": [],
        "Kernel": [],
        "Serving": [],
        "Kubernetes": ["Formats"],
        "PodNetwork": ["Formats", "Kernel"],
        "ServiceProxy": ["Formats", "Kernel", "Kubernetes", "Serving"],
        "ClusterDNS": ["Formats", "Kernel", "Kubernetes"],
        "ControlPlane": ["Formats", "Kubernetes", "Serving"],
        "Controllers": ["Formats", "Kubernetes", "Serving", "ControlPlane"],
        "Scheduling": ["Formats", "ControlPlane", "Controllers"],
        "NodeAgent": [
            "Formats", "Kernel", "Kubernetes", "Serving", "PodNetwork", "ControlPlane",
            "Controllers",
        ],
        "Lab": [
            "Formats", "Kernel", "Kubernetes", "NodeAgent",
        ],
        "Commands": [
            "Formats", "Kernel", "Kubernetes", "PodNetwork", "ServiceProxy", "ClusterDNS",
            "ControlPlane", "Controllers", "Scheduling", "NodeAgent", "Lab", "Serving",
        ],
    ]

    /// Rooms outside their wing's rule, and why.
    static let exceptions: [String: Set<String>] = [
        // Following files needs inotify.
        "KubernetesFiles": ["LinuxSystem"],
        // A kubeconfig is a file that names files.
        "KubernetesClient": ["LinuxSystem"],
        // Addresses are plain values, not the kernel.
        "EndpointSliceController": ["NetworkAddress"],
        "EndpointSliceMirroringController": ["NetworkAddress"],
        "EndpointsController": ["NetworkAddress"], "LoadBalancerController": ["NetworkAddress"],
        "NodeAddressController": ["NetworkAddress"], "ControllerManager": ["NetworkAddress"],
        "ControlPlaneTesting": ["NetworkAddress"], "ResourceModel": ["NetworkAddress"],
        "WorkloadResources": ["NetworkAddress"], "CoreResources": ["NetworkAddress"],
        "ClusterResources": ["NetworkAddress"],
        "ClusterIdentity": ["NetworkAddress", "LinuxSystem"],
        // The machine's time zones are files.
        "CronJobController": ["LinuxSystem"],
        // Files, clocks and threads.
        "ObjectStore": ["LinuxSystem"], "SQLiteStore": ["LinuxSystem"],
        "APIServer": ["LinuxSystem", "NetworkAddress"],
        "ControllerRuntime": ["LinuxSystem"], "Scheduler": ["LinuxSystem"],
    ]

    /// Rooms that compute and touch nothing: of the kernel's wing they know addresses alone.
    static let pure: Set<String> = [
        "JSON", "YAML", "NetworkAddress", "KubernetesAPI", "CNIProtocol", "ServiceModel",
        "ServiceExplanation",
        "DNSMessage", "ClusterZone", "ContainerRuntime", "APIMachinery", "ResourceSchema",
        "ResourceModel", "WorkloadResources", "CoreResources", "ClusterResources",
        "AccessControl", "APIDiscovery", "KubernetesProtobuf", "QuotaModel",
    ]

    struct Target {
        var name: String
        var wing: String
        var dependencies: [String]
        var libraries: [String]
    }

    let targets: [String: Target]

    init() throws {
        let manifest = try House.manifest()
        var targets: [String: Target] = [:]
        for value in try #require(manifest.root["targets"]).elements {
            guard let path = value["path"]?.string, path.hasPrefix("Sources/") else { continue }
            let name = try #require(value["name"]?.string)
            var target = Target(
                name: name, wing: String(path.split(separator: "/")[1]), dependencies: [],
                libraries: [])
            for dependency in try #require(value["dependencies"]).elements {
                if let room = dependency["byName"]?[0]?.string {
                    target.dependencies.append(room)
                } else if let product = dependency["product"]?[0]?.string {
                    target.libraries.append(product)
                }
            }
            targets[name] = target
        }
        self.targets = targets
    }

    @Test func `every arrow between rooms points down`() throws {
        #expect(targets.count > 20)
        for target in targets.values {
            let allowed = try #require(Self.mayKnow[target.wing], "unknown wing \(target.wing)")
            for name in target.dependencies {
                let other = try #require(targets[name])
                let isAllowed =
                    other.wing == target.wing || allowed.contains(other.wing)
                    || Self.exceptions[target.name]?.contains(name) == true
                #expect(isAllowed, "\(target.name) may not know \(name) of \(other.wing)")
            }
        }
    }

    @Test func `pure rooms do not reach the kernel`() {
        for name in Self.pure {
            for reached in reachable(from: name) where targets[reached]?.wing == "Kernel" {
                #expect(reached == "NetworkAddress", "\(name) reaches \(reached)")
            }
        }
    }

    @Test func `a file imports only what its room declares`() throws {
        let system: Set<String> = ["Glibc", "Foundation", "Synchronization", "Dispatch"]
        for source in try House.sources(below: "Sources") {
            guard let room = source.room, let target = targets[room] else { continue }
            for line in source.lines {
                guard let module = importedModule(line), !system.contains(module) else { continue }
                // Yams carries libyaml as a module of its own.
                let carried = target.libraries.contains("Yams") ? ["CYaml"] : []
                let declared = target.dependencies + target.libraries + carried
                #expect(declared.contains(module), "\(source) imports \(module), undeclared")
            }
        }
    }

    @Test func `the plugin links no Foundation and no server library`() throws {
        let rooms = reachable(from: "martlet-cni").union(["martlet-cni"])
        for name in rooms {
            #expect(targets[name]?.libraries == [], "\(name) brings a library into the plugin")
        }
        for source in try House.sources(below: "Sources") {
            guard let room = source.room, rooms.contains(room) else { continue }
            let modules = source.lines.compactMap(importedModule)
            #expect(!modules.contains("Foundation"), "\(source) brings Foundation into the plugin")
        }
    }

    @Test func `only commands import Foundation, only ground rooms Glibc`() throws {
        for source in try House.sources(below: "Sources") {
            guard let room = source.room, let target = targets[room] else { continue }
            let modules = Set(source.lines.compactMap(importedModule))
            if modules.contains("Foundation") {
                #expect(target.wing == "Commands", "\(source): Foundation")
            }
            if modules.contains("Glibc") {
                #expect(TidyTests.ground.contains(room), "\(source): Glibc")
            }
        }
    }

    /// `import struct A.B`, `@preconcurrency import A`, `public import A` → A.
    func importedModule(_ line: String) -> String? {
        let words = line.split(separator: " ")
        guard let at = words.firstIndex(of: "import"), at + 1 < words.count, at <= 2 else {
            return nil
        }
        let kinds: Set<Substring> = ["struct", "class", "enum", "func", "protocol", "typealias"]
        let name = kinds.contains(words[at + 1]) ? words.last : words[at + 1]
        return name?.split(separator: ".").first.map(String.init)
    }

    func reachable(from name: String) -> Set<String> {
        var found: Set<String> = []
        var waiting = targets[name]?.dependencies ?? []
        while let next = waiting.popLast() {
            if found.insert(next).inserted { waiting += targets[next]?.dependencies ?? [] }
        }
        return found
    }
}
