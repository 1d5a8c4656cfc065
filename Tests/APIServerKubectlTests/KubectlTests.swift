import Foundation
import Testing

/// What people do with kubectl, with every version that the machine has: it prints what it prints
/// of kube-apiserver 1.36.2.
@Suite struct KubectlTests {
    @Test func `there is a kubectl`() {
        #expect(!Kubectl.all.isEmpty, "install kubectl: it is what these tests drive")
    }

    static let deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: {app: web}}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "web:1"}]}
        """

    @Test(arguments: Kubectl.all)
    func `the server says what it is and has`(kubectl: Kubectl) throws {
        let rig = try KubectlRig(kubectl)
        let version = try rig.run(["version", "-o", "json"])
        #expect(version.status == 0, "\(version.errors)")
        #expect(version.output.contains("\"serverVersion\""))
        try rig.expect("get --raw /readyz", prints: "ok")
        try rig.expect(
            "api-resources --api-group=rbac.authorization.k8s.io -o name --sort-by=name",
            prints: """
                clusterrolebindings.rbac.authorization.k8s.io
                clusterroles.rbac.authorization.k8s.io
                rolebindings.rbac.authorization.k8s.io
                roles.rbac.authorization.k8s.io

                """)
        try rig.expect(
            "api-resources --api-group=scheduling.k8s.io",
            prints: """
                NAME SHORTNAMES APIVERSION NAMESPACED KIND
                priorityclasses pc scheduling.k8s.io/v1 false PriorityClass

                """)
    }

    @Test(arguments: Kubectl.all)
    func `objects are created, applied, compared and replaced`(kubectl: Kubectl) throws {
        let rig = try KubectlRig(kubectl)
        let file = try rig.write("web.yaml", Self.deployment)
        try rig.expect("apply -f \(file)", prints: "deployment.apps/web created\n")
        try rig.expect("apply -f \(file)", prints: "deployment.apps/web unchanged\n")
        try rig.expect("diff -f \(file)")
        let changed = try rig.write(
            "changed.yaml", Self.deployment.replacing("replicas: 2", with: "replicas: 5"))
        let difference = try rig.run(["diff", "-f", changed])
        #expect(difference.status == 1)
        #expect(difference.output.contains("+  replicas: 5"), "\(difference.output)")
        try rig.expect("apply -f \(changed)", prints: "deployment.apps/web configured\n")
        try rig.expect("replace -f \(file)", prints: "deployment.apps/web replaced\n")
        try rig.expect(
            "create -f \(file)",
            fails: """
                Error from server (AlreadyExists): error when creating \
                "\(KubectlRig.normal(file))": \
                deployments.apps "web" already exists

                """)
        let edited = try rig.run(["edit", "deploy", "web"])
        #expect(edited.status == 0)
        #expect(edited.errors == "Edit cancelled, no changes made.\n", "\(edited.errors)")
    }

    @Test(arguments: Kubectl.all)
    func `objects are shown in every form`(kubectl: Kubectl) throws {
        let rig = try KubectlRig(kubectl)
        try rig.expect(
            "create -f -", input: Self.deployment, prints: "deployment.apps/web created\n")
        try rig.expect(
            "get deploy",
            prints: """
                NAME READY UP-TO-DATE AVAILABLE AGE
                web 0/2 0 0 <age>

                """)
        try rig.expect(
            "get deploy web -o wide --show-labels",
            prints: """
                NAME READY UP-TO-DATE AVAILABLE AGE CONTAINERS IMAGES SELECTOR LABELS
                web 0/2 0 0 <age> web web:1 app=web app=web

                """)
        try rig.expect("get deploy web -o name", prints: "deployment.apps/web\n")
        try rig.expect("get deploy web -o jsonpath={.spec.replicas}", prints: "2")
        try rig.expect(
            "get deploy -o custom-columns=N:.metadata.name,R:.spec.replicas",
            prints: "N R\nweb 2\n")
        try rig.expect(
            "get deploy web -o 'go-template={{.metadata.name}} {{.kind}}'",
            prints: "web Deployment")
        let yaml = try rig.run(["get", "deploy", "web", "-o", "yaml"])
        #expect(yaml.output.hasPrefix("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n"))
        #expect(yaml.output.contains("    type: RollingUpdate\n"), "\(yaml.output)")
        try rig.expect("get deploy -l app=nope", prints: "")
        try rig.expect(
            "get deploy nope",
            fails: "Error from server (NotFound): deployments.apps \"nope\" not found\n")
        try rig.expect(
            "get nopes", fails: "error: the server doesn't have a resource type \"nopes\"\n")
    }

    @Test(arguments: Kubectl.all)
    func `selectors choose`(kubectl: Kubectl) throws {
        let rig = try KubectlRig(kubectl)
        for (name, labels) in [("a", "app=x,tier=1"), ("b", "app=y")] {
            try rig.expect(
                "run \(name) --image=i --restart=Never --labels=\(labels)",
                prints: "pod/\(name) created\n")
        }
        try rig.expect("get pods -l app=x -o name", prints: "pod/a\n")
        try rig.expect("get pods -l 'app in (x,y),!tier' -o name", prints: "pod/b\n")
        try rig.expect(
            "get pods --field-selector=status.phase=Pending -o name", prints: "pod/a\npod/b\n")
        try rig.expect(
            "get pods --field-selector=metadata.name!=a --no-headers",
            prints: "b 0/1 Pending 0 <age>\n")
        try rig.expect(
            "get pods -L tier a",
            prints: """
                NAME READY STATUS RESTARTS AGE TIER
                a 0/1 Pending 0 <age> 1

                """)
    }

    @Test(arguments: Kubectl.all)
    func `objects are patched, labelled, annotated and scaled`(kubectl: Kubectl) throws {
        let rig = try KubectlRig(kubectl)
        try rig.expect(
            "create -f -", input: Self.deployment, prints: "deployment.apps/web created\n")
        try rig.expect(
            #"patch deploy web -p '{"spec":{"template":{"spec":{"containers":[{"name":"web","#
                + #""image":"web:2"}]}}}}'"#, prints: "deployment.apps/web patched\n")
        try rig.expect(
            #"patch deploy web --type=merge -p '{"metadata":{"labels":{"m":"1"}}}'"#,
            prints: "deployment.apps/web patched\n")
        try rig.expect(
            #"patch deploy web --type=json -p '[{"op":"add","path":"/spec/paused","value":true}]'"#,
            prints: "deployment.apps/web patched\n")
        try rig.expect("label deploy web x=y", prints: "deployment.apps/web labeled\n")
        try rig.expect("label deploy web x-", prints: "deployment.apps/web unlabeled\n")
        let annotated = kubectl.minor == 27 ? "annotate" : "annotated"
        try rig.expect("annotate deploy web a=b", prints: "deployment.apps/web \(annotated)\n")
        try rig.expect("scale deploy web --replicas=3", prints: "deployment.apps/web scaled\n")
        try rig.expect(
            "scale deploy web --replicas=4 --current-replicas=1",
            fails: "error: Expected replicas to be 1, was 3\n")
        try rig.expect(
            "get deploy web -o jsonpath={.spec.replicas}-{.spec.paused}-{.metadata.labels.m}",
            prints: "3-true-1")
        try rig.expect(
            "get deploy web -o jsonpath={.spec.template.spec.containers[0].image}",
            prints: "web:2")
    }

    @Test(arguments: Kubectl.all)
    func `objects are deleted in each way, and waited for`(kubectl: Kubectl) throws {
        let rig = try KubectlRig(kubectl)
        for name in ["a", "b", "c"] {
            try rig.expect(
                "create configmap \(name) --from-literal=k=v",
                prints: "configmap/\(name) created\n")
        }
        // Since 1.33 kubectl names the namespace.
        for (name, cascade) in [("a", "background"), ("b", "foreground"), ("c", "orphan")] {
            let outcome = try rig.run([
                "delete", "cm", name, "--cascade=\(cascade)", "--wait=false",
            ])
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output.hasPrefix("configmap \"\(name)\" deleted"))
        }
        try rig.expect("delete cm a --ignore-not-found")
        try rig.expect(
            "delete cm a", fails: "Error from server (NotFound): configmaps \"a\" not found\n")
        try rig.expect("run p --image=i", prints: "pod/p created\n")
        try rig.expect(
            "wait pod/p --for=jsonpath={.status.phase}=Pending --timeout=5s",
            prints: "pod/p condition met\n")
        let deleted = try rig.run(["delete", "pod", "p", "--wait=true"])
        #expect(deleted.status == 0, "\(deleted.errors)")
        try rig.expect("get pods -o name")
    }
}
