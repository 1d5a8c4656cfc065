import ControlPlaneTesting
import ControllerRuntime
import JSON
import LinuxSystem
import PodLifecycle
import PodVolumes
import Testing
import YAML

/// Volumes in a folder of their own, over the real API server in memory.
final class VolumeBench: Sendable {
    let cluster: TestCluster
    let folder: String
    let volumes: PodVolumes

    init() async throws {
        cluster = try await TestCluster.start()
        folder = try Files.createTemporaryDirectory("volumes")
        volumes = PodVolumes(
            root: folder, objects: ObjectReader(cluster.cluster, freshness: .zero))
    }

    deinit { try? Files.removeTree(folder) }

    func pod(_ volume: String, mount: String = "") throws -> PodManifest {
        let text = """
            metadata: {name: web, namespace: default, uid: u1, labels: {app: web, b: 'q"'}}
            spec:
              serviceAccountName: default
              volumes: [{name: v, \(volume)}]
              containers:
              - name: a
                image: host
                resources: {limits: {memory: 64Mi}}
                volumeMounts: [{name: v, mountPath: /v\(mount)}]
            """
        let document = try #require(try YAML.documents(Array(text.utf8)).first)
        return PodManifest(document.root)
    }

    /// Prepares the volume, and gives the place that the container sees.
    func prepare(_ pod: PodManifest) async throws -> String {
        let fields = DownwardFields(pod, podAddresses: [], hostAddresses: [])
        try await volumes.prepare(pod, fields: fields)
        let mounts = try volumes.mounts(of: pod.containers[0], in: pod, environment: [:])
        return try #require(mounts.first).hostPath
    }
}

@Suite struct PodVolumesTests {
    @Test func `a Secret's keys are files with their modes`() async throws {
        let bench = try await VolumeBench()
        try await bench.cluster.create(
            "{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {a: one, b: two}}")
        let pod = try bench.pod(
            "secret: {secretName: s, defaultMode: 0o400, items: [{key: a, path: in/x}]}"
                .replacing("0o400", with: "256"))
        let path = try await bench.prepare(pod)
        #expect(try Files.readText(path + "/in/x") == "one")
        #expect(try Files.status(path + "/in/x").permissions == 0o400)
        #expect(!Files.exists(path + "/b"))
    }

    @Test func `a changed ConfigMap changes all its files at once, and names come and go`()
        async throws
    {
        let bench = try await VolumeBench()
        try await bench.cluster.create(
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: one, b: two}}")
        let pod = try bench.pod("configMap: {name: c}")
        let path = try await bench.prepare(pod)
        let before = try Files.readLink(path + "/..data")
        #expect(try await bench.prepare(pod) == path)
        #expect(try Files.readLink(path + "/..data") == before)
        try await bench.cluster.cluster.patch(
            .configMaps, namespace: "default", name: "c",
            ["data": ["a": "three", "b": .null, "c": "four"]])
        _ = try await bench.prepare(pod)
        #expect(try Files.readLink(path + "/..data") != before)
        #expect(try Files.readText(path + "/a") == "three")
        #expect(try Files.list(path).filter { !$0.hasPrefix("..") } == ["a", "c"])
        #expect(!Files.exists(path + "/" + before))
    }

    @Test func `what is missing is a fault unless it is optional`() async throws {
        let bench = try await VolumeBench()
        let pod = try bench.pod("configMap: {name: c}")
        await #expect(throws: VolumeFailure(volume: "v", "configmap \"c\" not found")) {
            try await bench.prepare(pod)
        }
        let optional = try bench.pod("configMap: {name: c, optional: true}")
        let path = try await bench.prepare(optional)
        #expect(try Files.list(path).filter { !$0.hasPrefix("..") }.isEmpty)
    }

    @Test func `a pod is told of itself`() async throws {
        let bench = try await VolumeBench()
        let pod = try bench.pod(
            """
            projected: {sources: [{downwardAPI: {items: [\
            {path: labels, fieldRef: {fieldPath: metadata.labels}}, \
            {path: memory, resourceFieldRef: {containerName: a, resource: limits.memory, \
            divisor: 1Mi}}]}}]}
            """)
        let path = try await bench.prepare(pod)
        #expect(try Files.readText(path + "/labels") == "app=\"web\"\nb=\"q\\\"\"")
        #expect(try Files.readText(path + "/memory") == "64")
    }

    @Test func `an empty folder stays while its pod does`() async throws {
        let bench = try await VolumeBench()
        let pod = try bench.pod("emptyDir: {}")
        let path = try await bench.prepare(pod)
        #expect(try Files.status(path).permissions == 0o777)
        try Files.write(path + "/x", Array("y".utf8))
        #expect(try await bench.prepare(pod) == path)
        #expect(try Files.readText(path + "/x") == "y")
        try bench.volumes.remove(pod: "u1")
        #expect(!Files.exists(path))
        #expect(bench.volumes.pods().isEmpty)
    }

    @Test func `a subPath is made, and must not lead out`() async throws {
        let bench = try await VolumeBench()
        let pod = try bench.pod("emptyDir: {}", mount: ", subPath: a/b")
        let path = try await bench.prepare(pod)
        #expect(path.hasSuffix("/v/a/b"))
        #expect(try Files.status(path).isDirectory)
        let root = String(path.dropLast("/a/b".count))
        try Files.removeTree(root + "/a")
        try Files.createLink(root + "/a", to: "/etc")
        await #expect(throws: VolumeFailure.self) { try await bench.prepare(pod) }
    }

    @Test(arguments: [("Directory", false), ("DirectoryOrCreate", true), ("File", false)])
    func `a path of the node is checked`(type: String, isThere: Bool) async throws {
        let bench = try await VolumeBench()
        let path = bench.folder + "/host"
        let pod = try bench.pod("hostPath: {path: '\(path)', type: \(type)}")
        if isThere {
            #expect(try await bench.prepare(pod) == path)
        } else {
            await #expect(throws: VolumeFailure.self) { try await bench.prepare(pod) }
        }
    }
}
