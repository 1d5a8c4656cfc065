import Foundation
import Testing

/// Certificates and tokens in kubeconfigs, over HTTPS.
@Suite struct KubectlCredentialsTests {
    @Test(arguments: Kubectl.all)
    func `the administrator's kubeconfig is one of a master`(kubectl: Kubectl) throws {
        let rig = try KubectlRig(kubectl, isSecure: true)
        try rig.expect("get ns default -o name", prints: "namespace/default\n")
        try rig.expect("auth can-i '*' '*' --all-namespaces", prints: "yes\n")
    }

    @Test(arguments: Kubectl.all)
    func `a certificate is a user with groups`(kubectl: Kubectl) throws {
        let rig = try KubectlRig(kubectl, isSecure: true)
        try rig.expect(
            "create clusterrolebinding dev --clusterrole=view --group=dev",
            prints: "clusterrolebinding.rbac.authorization.k8s.io/dev created\n")
        let text = try rig.martlet(["kubeconfig", "--user", "jane", "--group", "dev"])
        let file = try rig.write("jane", text)
        try rig.expect("--kubeconfig \(file) auth can-i list pods -A", prints: "yes\n")
        try rig.expect(
            "--kubeconfig \(file) get nodes",
            fails: """
                Error from server (Forbidden): nodes is forbidden: User "jane" cannot list \
                resource "nodes" in API group "" at the cluster scope

                """)
    }

    @Test(arguments: Kubectl.all)
    func `a token is a user, a wrong one nobody`(kubectl: Kubectl) throws {
        let rig = try KubectlRig(kubectl, isSecure: true)
        try rig.expect("create serviceaccount sa", prints: "serviceaccount/sa created\n")
        let token = try rig.run(["create", "token", "sa"]).output
        let account = try rig.write("sa", try rig.martlet(["kubeconfig", "--token", token]))
        try rig.expect(
            "--kubeconfig \(account) get pods",
            fails: """
                Error from server (Forbidden): pods is forbidden: User \
                "system:serviceaccount:default:sa" cannot list resource "pods" in API group "" \
                in the namespace "default"

                """)
        let broken = try rig.write("no", try rig.martlet(["kubeconfig", "--token", "nope"]))
        try rig.expect(
            "--kubeconfig \(broken) get pods",
            fails: "error: You must be logged in to the server (Unauthorized)\n")
        let john = try rig.write("john", try rig.martlet(["kubeconfig", "--token", rig.token]))
        try rig.expect(
            "--kubeconfig \(john) get pods",
            fails: """
                Error from server (Forbidden): pods is forbidden: User "john" cannot list \
                resource "pods" in API group "" in the namespace "default"

                """)
    }

    @Test func `the program tells what keys and tokens there are`() throws {
        let rig = try KubectlRig(try #require(Kubectl.all.first), isSecure: true)
        let list = try rig.martlet(["certs", "list"])
        #expect(list.hasPrefix("FILE"))
        #expect(list.contains("\napiserver.crt "))
        try rig.expect("create serviceaccount sa", prints: "serviceaccount/sa created\n")
        let token = try rig.run(["create", "token", "sa"]).output
        let shown = try rig.martlet(["token", "show", token])
        #expect(shown.contains("system:serviceaccount:default:sa"))
    }
}
