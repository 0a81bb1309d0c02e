import Foundation
import ImagePullCredentials
import KubernetesPulls
import Testing

/// The examples of README.md, as a program that imports the library has them. The last test checks
/// that this is what README.md shows.
@Suite struct DocumentedExamplesTests {
  private static let kubectlOutput = try? String(
    contentsOf: Tool.repository.appending(path: "Docs/Examples/payments.json"), encoding: .utf8)

  @Test func aReference() throws {
    let image = try ImageReference("nginx:1.27")
    #expect(image.registry == "docker.io")
    #expect(image.repository == "library/nginx")
    #expect(image.tag == "1.27")
    #expect(image.name == "docker.io/library/nginx")  // what registry keys are matched with
  }

  @Test func theLongerKeyIsTriedFirst() throws {
    let keyring: Keyring = [
      "ghcr.io": "everyone:token",
      "ghcr.io/team": "team:token",
      "*.example.com": "robot:token",
    ]
    let image = try ImageReference("ghcr.io/team/app:1")
    #expect(keyring.credentials(for: image).map(\.username) == ["team", "everyone"])
  }

  @Test func aPod() throws {
    let kubectlOutput = try #require(Self.kubectlOutput)
    let objects = try KubernetesObjects(json: kubectlOutput)
    for pod in objects.pods {
      let resolution = objects.resolve(pod, merging: .admission)
      if let refusal = resolution.refusal {
        print("every pull is refused: \(refusal.secretName): \(refusal.error)")
        continue
      }
      for container in resolution.images {
        let image = try ImageReference(container.image)
        for credential in resolution.credentials(for: image) {
          print(image, credential.registryKey, credential.username, credential.source)
        }
      }
      for step in resolution.steps { print(step) }
    }
    #expect(objects.pods.count == 2)
  }

  @Test func readmeShowsTheseExamples() throws {
    let readme = try String(
      contentsOf: Tool.repository.appending(path: "README.md"), encoding: .utf8)
    let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
    let lines = Set(source.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) })
    let examples = readme.components(separatedBy: "```swift\n").dropFirst()
      .compactMap { $0.components(separatedBy: "\n```").first }
    #expect(examples.count == 4)
    for line in examples.joined(separator: "\n").split(separator: "\n") {
      let line = line.trimmingCharacters(in: .whitespaces)
      #expect(line.hasPrefix(".package(") || line.hasPrefix(".product(") || lines.contains(line))
    }
  }
}
