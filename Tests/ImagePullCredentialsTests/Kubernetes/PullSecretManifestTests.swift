import Foundation
import ImagePullCredentials
import KubernetesPulls
import PullDiagnosis
import Testing

@Suite struct PullSecretManifestTests {
  private let config = DockerConfig([
    DockerConfig.Entry(registryKey: "ghcr.io", username: "octocat", password: "p<&"),
    DockerConfig.Entry(registryKey: "quay.io/team", username: "robot", password: "q"),
  ])

  @Test func manifest() throws {
    let entry = DockerConfig.Entry(
      registryKey: "s", username: "u", password: "p<&", email: "e")
    let secret = try PullSecretManifest(
      name: "foo", namespace: "bar", config: DockerConfig([entry]))
    #expect(
      String(decoding: secret.encodeJSON(), as: UTF8.self) == """
        {
            "kind": "Secret",
            "apiVersion": "v1",
            "metadata": {
                "name": "foo",
                "namespace": "bar",
                "creationTimestamp": null
            },
            "data": {
                ".dockerconfigjson": "eyJhdXRocyI6eyJzIjp7InVzZXJuYW1lIjoidSIsInBhc3N3b3JkIjoicFx1MDAzY1x1MDAyNiIsImVtYWlsIjoiZSIsImF1dGgiOiJkVHB3UENZPSJ9fX0="
            },
            "type": "kubernetes.io/dockerconfigjson"
        }

        """)
  }

  @Test func severalRegistriesAreReadBack() throws {
    let secret = try PullSecretManifest(name: "registries", namespace: "shop", config: config)
    let objects = try KubernetesObjects(json: secret.encodeJSON())
    let read = try #require(objects.secret(namespace: "shop", name: "registries"))
    #expect(read.content == .config(config))
    #expect(read.type == "kubernetes.io/dockerconfigjson")
  }

  @Test func sameSecretForManyNamespaces() throws {
    let secret = try PullSecretManifest(name: "registries", config: config)
    let copies = try ["a", "b-c"].map { try secret.copy(in: $0) }
    let objects = try KubernetesObjects(json: PullSecretManifest.encodeList(copies))
    #expect(objects.secrets.map(\.namespace) == ["a", "b-c"])
    #expect(objects.secrets.allSatisfy { $0.content == .config(config) && $0.name == "registries" })
    #expect(throws: PullSecretManifest.CreationError.self) { try secret.copy(in: "a.b") }
  }

  @Test func fileIsKeptByteForByte() throws {
    let file = Array("{ \"auths\" : {\"ghcr.io\": {\"auth\": \"dTpw\"}},\n\"x\": 1 }\n".utf8)
    let secret = try PullSecretManifest(name: "a", dockerConfigJSON: file)
    let objects = try KubernetesObjects(json: secret.encodeJSON())
    #expect(objects.secrets.first?.revealValue(forKey: ".dockerconfigjson") == file)
  }

  @Test func dataIsAtMostOneMebibyte() throws {
    func file(_ count: Int) -> [UInt8] {
      let head = Array(#"{"auths":{"a":{"auth":"dTpw"}},"x":""#.utf8)
      let tail = Array(#""}"#.utf8)
      return head + [UInt8](repeating: UInt8(ascii: "x"), count: count - head.count - tail.count)
        + tail
    }
    #expect(PullSecretManifest.maximumByteCount == 1_048_576)
    _ = try PullSecretManifest(name: "a", dockerConfigJSON: file(1_048_576))
    let error = #expect(throws: PullSecretManifest.CreationError.self) {
      try PullSecretManifest(name: "a", dockerConfigJSON: file(1_048_577))
    }
    #expect(error?.code == .tooLarge)
  }

  @Test func isDescribedByItsName() throws {
    let secret = try PullSecretManifest(name: "a", namespace: "b", config: config)
    #expect("\(secret)" == "PullSecretManifest b/a")
  }
}

/// What kubectl 1.32 prints, and what it reads.
@Suite(.enabled(if: Program.kubectl.isInstalled, "kubectl is not installed"))
struct PullSecretManifestKubectlTests {
  private static let entries: [DockerConfig.Entry] = [
    DockerConfig.Entry(registryKey: "ghcr.io", username: "octocat", password: "fake"),
    DockerConfig.Entry(
      registryKey: "a b<&>", username: "u:v", password: "\u{2029}\"\\", email: "e@example.com"),
    DockerConfig.Entry(registryKey: "*.corp.internal:5000/t", username: "😀", password: "\u{1}"),
  ]

  @Test(arguments: entries, [nil, "shop"])
  func printsTheSame(entry: DockerConfig.Entry, namespace: String?) throws {
    var arguments = [
      "create", "secret", "docker-registry", "pull", "--dry-run=client", "-o", "json",
      "--docker-server", entry.registryKey, "--docker-username", entry.username,
      "--docker-password", entry.revealPassword(), "--docker-email", entry.email,
    ]
    if let namespace { arguments += ["--namespace", namespace] }
    let printed = try Program.kubectl.run(arguments)
    #expect(printed.status == 0, "\(printed.errors)")
    let secret = try PullSecretManifest(
      name: "pull", namespace: namespace, config: DockerConfig([entry]))
    #expect(String(decoding: secret.encodeJSON(), as: UTF8.self) == printed.output)
  }

  @Test func printsTheSameFromAFile() throws {
    let directory = try TemporaryDirectory()
    let file = Array("{ \"auths\": {\"ghcr.io\": {\"auth\": \"dTpw\"}}, \"x\": \"ä<\" }\n".utf8)
    let path = try directory.write(file, to: "config.json")
    let printed = try Program.kubectl.run([
      "create", "secret", "docker-registry", "pull", "--from-file", path, "--dry-run=client", "-o",
      "json",
    ])
    let secret = try PullSecretManifest(name: "pull", dockerConfigJSON: file)
    #expect(String(decoding: secret.encodeJSON(), as: UTF8.self) == printed.output)
  }

  @Test func readsWhatIsWritten() throws {
    // A username with a colon is split elsewhere, by this library as by the kubelet.
    let config = DockerConfig([Self.entries[0], Self.entries[2]])
    let secret = try PullSecretManifest(name: "pull", namespace: "shop", config: config)
    let created = try Kubectl.create(secret.encodeJSON())
    #expect(created.status == 0, "\(created.errors)")
    let objects = try KubernetesObjects(json: created.output)
    #expect(objects.secret(namespace: "shop", name: "pull")?.content == .config(config))
  }

  @Test func readsTheList() throws {
    let config = DockerConfig([Self.entries[0]])
    let secret = try PullSecretManifest(name: "pull", config: config)
    let list = PullSecretManifest.encodeList(try ["a", "b"].map { try secret.copy(in: $0) })
    let created = try Kubectl.create(list)
    #expect(created.status == 0, "\(created.errors)")
    let objects = try KubernetesObjects(json: created.output)
    #expect(objects.secrets.map(\.namespace) == ["a", "b"])
    #expect(objects.secrets.allSatisfy { $0.content == .config(config) })
  }
}
