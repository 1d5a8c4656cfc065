import Foundation
import LinuxSystem
import Testing

/// The manifest of docs/deploy, at a real API server.
@Suite struct DaemonSetTests {
    static let manifest = Cluster.root.appending(path: "docs/deploy/svcproxy-daemonset.yaml").path

    static let service = """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {clusterIP: 10.96.0.77, ports: [{port: 80, targetPort: 8080}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
        addressType: IPv4
        ports: [{port: 8080, protocol: TCP}]
        endpoints: [{addresses: [10.244.1.7]}]
        """

    @Test func `with its account's token alone the proxy follows Services`() throws {
        let cluster = try Cluster()
        try cluster.kubectl("apply", "-f", Self.manifest)
        for resource in [
            "services", "nodes", "endpointslices.discovery.k8s.io",
            "servicecidrs.networking.k8s.io",
        ] {
            #expect(try cluster.may("list", resource), "list \(resource)")
            #expect(try cluster.may("watch", resource), "watch \(resource)")
            for verb in ["get", "create", "update", "patch", "delete"] {
                #expect(try !cluster.may(verb, resource), "\(verb) \(resource)")
            }
        }
        for resource in ["pods", "secrets", "configmaps", "endpoints"] {
            #expect(try !cluster.may("list", resource), "list \(resource)")
        }

        let token = try cluster.kubectl("-n", "kube-system", "create", "token", "svcproxy")
        let configuration = try cluster.kubectl(
            "-n", "kube-system", "get", "configmap", "svcproxy", "-o",
            #"jsonpath={.data.config\.yaml}"#)
        let path = cluster.folder + "/config.yaml"
        try Files.writeAtomically(path, Array(configuration.utf8))
        let proxy = try cluster.start(
            Cluster.program("svcproxy"),
            [
                "sync", "--config=\(path)", "--hostname-override=here", "--kubeconfig",
                try cluster.kubeconfig(token: token.filter { !$0.isWhitespace }),
            ], name: "proxy")
        defer { _ = try? proxy.stop() }

        try cluster.kubectl("apply", "-f", "-", input: Self.service)
        #expect(
            try cluster.eventually {
                let listing = try cluster.listing()
                return listing.contains("10.96.0.77") && listing.contains("10.244.1.7")
            }, "\(cluster.text("proxy"))")
        try cluster.kubectl("delete", "service", "web")
        #expect(
            try cluster.eventually { try !cluster.listing().contains("10.96.0.77") },
            "\(cluster.text("proxy"))")
        #expect(!cluster.text("proxy").contains("orbidden"), "\(cluster.text("proxy"))")
    }

    @Test func `the container runs the program as it is`() throws {
        let cluster = try Cluster()
        try cluster.kubectl("apply", "-f", Self.manifest)
        let words = try cluster.kubectl(
            "-n", "kube-system", "get", "daemonset", "svcproxy", "-o",
            "jsonpath={.spec.template.spec.containers[0].command[1:]}")
        #expect(
            words
                == "sync --config=/etc/svcproxy/config.yaml --hostname-override=$(NODE_NAME)")
        let capabilities = try cluster.kubectl(
            "-n", "kube-system", "get", "daemonset", "svcproxy", "-o",
            "jsonpath={.spec.template.spec.containers[0].securityContext.capabilities}")
        #expect(capabilities == #"{"add":["NET_ADMIN","NET_RAW"],"drop":["ALL"]}"#)
    }
}
