import Foundation
import Testing
@testable import pullcreds

@Suite struct ImageAccessCommandTests {
  static let node = Tool.repository.appending(path: "Docs/Examples/node").path

  @Test func listsOneImage() throws {
    let result = try Tool.run(
      "image-access", "--node-root", Self.node, "--image", "registry.example.com/shop/web:v1")
    #expect(result.status == 0)
    #expect(result.output.contains("\n  Secret shop/registry-pull\n"))
    #expect(!result.output.contains("billing"))
  }

  @Test func anIntentLeftBehindIsForNobody() throws {
    let result = try Tool.run(
      "image-access", "--node-root", Self.node, "--images", "\(Self.node)/images.json")
    #expect(result.status == 1)
    #expect(result.output.contains("registry.example.com/shop/search:v3\n"))
    #expect(result.output.contains("\n  nobody: "))
  }

  /// A later kubelet knows images by the names that containers have.
  @Test func theReleaseCounts() throws {
    let old = try Tool.run("image-access", "--node-root", Self.node, "--image", "nginx:1.27")
    #expect(old.output.contains("everyone: it was pulled without a credential"))
    let new = try Tool.run(
      "image-access", "--node-root", Self.node, "--image", "nginx:1.27", "--kubelet-version",
      "v1.36.1")
    #expect(!new.output.contains("everyone: it was pulled without a credential"))
  }

  @Test func needsANode() throws {
    #expect(try Tool.run("image-access").status == 2)
    #expect(try Tool.run("image-access", "--node-root", "/", "nginx").status == 2)
    let absent = try Tool.run("image-access", "--node-root", "/absent")
    #expect(absent.errors == "pullcreds: /absent cannot be read: No such file or directory\n")
    let file = try Tool.run("image-access", "--node-root", "\(Tool.repository.path)/README.md")
    #expect(file.errors.hasSuffix("Not a directory\n"))
    #expect(absent.status == 2 && file.status == 2)
    let version = try Tool.run(
      "image-access", "--node-root", Self.node, "--kubelet-version", "new")
    #expect(version.status == 2)
    #expect(version.errors.contains("--kubelet-version takes a version, such as 1.36 or v1.36.2"))
  }

  @Test func showsNoHash() throws {
    for format in ["text", "json"] {
      let result = try Tool.run("image-access", "--node-root", Self.node, "-o", format)
      #expect(!result.output.contains("credentialHash"))
      #expect(result.output.contains("registry-pull"))
    }
  }
}
