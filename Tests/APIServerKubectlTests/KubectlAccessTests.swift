import Foundation
import Testing

/// Who may do what, tokens, dry runs and watches through kubectl.
@Suite struct KubectlAccessTests {
    @Test(arguments: Kubectl.all)
    func `auth can-i asks the server`(kubectl: Kubectl) throws {
        let rig = try KubectlRig(kubectl)
        try rig.expect("create serviceaccount sa", prints: "serviceaccount/sa created\n")
        try rig.expect(
            "create role rr --verb=get,list --resource=pods,deployments.apps",
            prints: "role.rbac.authorization.k8s.io/rr created\n")
        try rig.expect(
            "create rolebinding rb --role=rr --serviceaccount=default:sa",
            prints: "rolebinding.rbac.authorization.k8s.io/rb created\n")
        let account = "--as=system:serviceaccount:default:sa"
        try rig.expect("auth can-i get pods \(account)", prints: "yes\n")
        try rig.expect("auth can-i delete pods \(account)", prints: "no\n", fails: "")
        try rig.expect("auth can-i '*' '*'", prints: "yes\n")
        let rules = try rig.run(["auth", "can-i", "--list", account])
        #expect(rules.status == 0, "\(rules.errors)")
        #expect(KubectlRig.normal(rules.output).contains("\npods [] [] [get list]\n"))
        try rig.expect(
            "get secrets --as=nobody",
            fails: """
                Error from server (Forbidden): secrets is forbidden: User "nobody" cannot list \
                resource "secrets" in API group "" in the namespace "default"

                """)
        try rig.expect(
            "get rolebinding rb -o wide",
            prints: """
                NAME ROLE AGE USERS GROUPS SERVICEACCOUNTS
                rb Role/rr <age> default/sa

                """)
    }

    @Test(arguments: Kubectl.all)
    func `create token gives a service account's token`(kubectl: Kubectl) throws {
        let rig = try KubectlRig(kubectl)
        try rig.expect("create serviceaccount sa", prints: "serviceaccount/sa created\n")
        try rig.expect("create token sa", prints: "<token>")
        try rig.expect("create token sa --duration=10m --audience=x", prints: "<token>")
        try rig.expect(
            "create token nope",
            fails: "error: failed to create token: serviceaccounts \"nope\" not found\n")
    }

    @Test(arguments: Kubectl.all)
    func `a dry run changes nothing`(kubectl: Kubectl) throws {
        let rig = try KubectlRig(kubectl)
        try rig.expect("run p --image=i --dry-run=server -o name", prints: "pod/p\n")
        try rig.expect("get pods -o name")
        try rig.expect("create configmap c --from-literal=a=b", prints: "configmap/c created\n")
        try rig.expect(
            #"patch cm c --dry-run=server -p '{"data":{"a":"c"}}' -o jsonpath={.data.a}"#,
            prints: "c")
        try rig.expect("get cm c -o jsonpath={.data.a}", prints: "b")
    }

    @Test(arguments: Kubectl.all)
    func `unknown fields are refused`(kubectl: Kubectl) throws {
        let rig = try KubectlRig(kubectl)
        let outcome = try rig.run(
            ["create", "-f", "-"],
            input: """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: c}
                dta: {a: b}
                """)
        #expect(outcome.status == 1)
        #expect(
            outcome.errors.contains(#"strict decoding error: unknown field "dta""#),
            "\(outcome.errors)")
    }

    @Test(arguments: Kubectl.all)
    func `explain tells the fields`(kubectl: Kubectl) throws {
        let rig = try KubectlRig(kubectl)
        let outcome = try rig.run(["explain", "service.spec.type"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            KubectlRig.normal(outcome.output).hasPrefix("KIND: Service\nVERSION: v1\n"),
            "\(outcome.output)")
        let missing = try rig.run(["explain", "svc.spec.nope"])
        #expect(missing.status == 1)
        #expect(missing.errors.contains(#"field "nope" does not exist"#), "\(missing.errors)")
    }
}
