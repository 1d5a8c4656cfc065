import ContainerRuntime
import LinuxSystem
import ProcessRuntime
import Testing

/// Images that are small files.
@Suite struct ImageFolderTests {
    @Test(arguments: [
        ("web", ["web"]), ("web:1", ["web:1", "web"]),
        ("reg:5000/a/web", ["reg:5000/a/web"]),
        (
            "reg:5000/web:1@sha256:ab",
            ["reg:5000/web:1@sha256:ab", "reg:5000/web:1", "reg:5000/web"]
        ),
    ])
    func `tags and digests may be left out`(_ name: String, _ names: [String]) {
        #expect(ImageFolder.names(name) == names)
    }

    @Test func `slashes are written as in addresses`() {
        #expect(ImageFolder.escape("a/b/c:1") == "a%2Fb%2Fc:1")
        #expect(ImageFolder.unescape("a%2Fb%2Fc:1") == "a/b/c:1")
    }

    @Test
    func `an image is what its file says; none is an error that says where it was looked for`()
        throws
    {
        let folder = try Files.createTemporaryDirectory("images")
        defer { try? Files.removeTree(folder) }
        let text = "root: /srv\ncommand: [serve, 1]\nenvironment: {B: x, A: 8080, C: true}\n"
        try Files.writeAtomically("\(folder)/lab%2Fweb", Array(text.utf8))
        try Files.writeAtomically("\(folder)/broken", Array("a: [".utf8))
        let images = ImageFolder(path: folder)
        let image = try images.require("lab/web:2")
        #expect(image.root == "/srv" && image.command == ["serve", "1"])
        #expect(image.environment == ["A=8080", "B=x", "C=true"])
        #expect(try images.find("host:latest")?.root == "/")
        #expect(try images.find("other") == nil)
        let missing = #expect(throws: RuntimeError.self) { try images.require("a/b") }
        #expect(missing?.message.hasSuffix("there is no file \(folder)/a%2Fb") == true)
        let broken = #expect(throws: RuntimeError.self) { try images.find("broken") }
        #expect(broken?.code == .image && broken?.message.contains("line ") == true)
        #expect(try images.all().map(\.name) == ["host", "lab/web"])
    }
}
