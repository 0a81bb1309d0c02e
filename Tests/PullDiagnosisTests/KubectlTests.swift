import Foundation
import Testing

@testable import ImagePullCredentials
@testable import ImagePullCredentialsTesting
@testable import KubernetesPulls
@testable import PullDiagnosis

/// Commands as a shell runs them, with a kubectl that takes notes.
@Suite struct KubectlTests {
  /// Runs `command` where `kubectl get` prints what `answer` says and everything else files its
  /// standard input; returns what kubectl was called with, what it was given last, and what the
  /// operator sees.
  private func run(
    _ command: ShellCommand?, answer: String, environment: [String: String] = [:]
  ) throws -> (calls: String, input: String, seen: String, status: Int32) {
    let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try answer.write(to: directory.appending(path: "answer"), atomically: true, encoding: .utf8)
    let program = """
      #!/bin/sh
      printf '%s\\n' "$*" >> calls
      case "$*" in
      *' get '*) cat answer ;;
      *--from-file=*) cat > input ;;
      *--docker-server=*--dry-run*) printf made ;;
      apply*|replace*) cat > applied ;;
      esac
      """
    let kubectl = directory.appending(path: "kubectl")
    try program.write(to: kubectl, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: kubectl.path)
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", try #require(command).description]
    process.currentDirectoryURL = directory
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    process.environment = environment.merging(["PATH": "\(directory.path):\(path)"]) { $1 }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let seen = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    func text(_ name: String) -> String {
      (try? String(contentsOf: directory.appending(path: name), encoding: .utf8)) ?? ""
    }
    return (
      text("calls"), text("input").isEmpty ? text("applied") : text("input"),
      String(decoding: seen, as: UTF8.self), process.terminationStatus
    )
  }

  @Test(arguments: [
    ("GHCR.IO", "ghcr.io"), ("https://ghcr.io/v1", "https://ghcr.io"), ("\"ghcr.io\"", "ghcr.io"),
    ("ghcr.io\n", "ghcr.io"), ("*.x.io/a[b]^$", "x.io"), ("ghcr.io:443", "ghcr.io"),
  ])
  func aKeyIsChangedAndThePasswordKept(old: String, new: String) throws {
    let config = DockerConfig([
      .init(registryKey: old, username: "u", password: "hunter2"),
      .init(registryKey: "quay.io", username: "v", password: "hunter3"),
    ])
    let document = Data(config.encodeDockerConfigJSON()).base64EncodedString()
    let result = try run(
      Kubectl("web").rekeySecret("regcred", from: old, to: new), answer: document)
    #expect(result.status == 0)
    let changed = try DockerConfig(dockerConfigJSON: result.input)
    #expect(Set(changed.entries.map(\.registryKey)) == [new, "quay.io"])
    let entry = try #require(changed.entries.first { $0.registryKey == new })
    #expect(entry.revealPassword() == "hunter2")
    #expect(!result.seen.contains("hunter"))
  }

  @Test(arguments: [
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com/a", "europe-west1-docker.pkg.dev/a/b/c",
    "gcr.io/a/b", "public.ecr.aws/a/b", "a.azurecr.io/b", "nvcr.io/a/b", "de.icr.io/a/b",
    "fra.ocir.io/a/b", "registry.redhat.io/a", "registry.digitalocean.com/a/b",
    "image-registry.openshift-image-registry.svc:5000/a/b", "ghcr.io/a/b",
    "swr.cn-east-3.myhuaweicloud.com/a/b", "cr.yandex/a/b",
    "registry.gitlab.com/a/b", "quay.io/a/b", "a/b", "reg.example.com:5000/a",
  ])
  func aLoginIsReadAsItLooks(image: String) throws {
    let login = RegistryLogin(for: try ImageReference(image))
    let command = try #require(Kubectl("web").createSecret("regcred", login)).description
    #expect(try #require(ShellLine(command)).violation == nil)
  }

  @Test func everyCommandIsReadAsItLooks() throws {
    let (kubectl, login) = (Kubectl("web"), RegistryLogin(for: try ImageReference("ghcr.io/a/b")))
    let account = ServiceAccount(namespace: "web", name: "default")
    let commands = [
      kubectl.describe("ExternalSecret", "a"), kubectl.deletePod("a"),
      kubectl.restart(.deployment, "a"), kubectl.grantImagePull(to: "team"),
      kubectl.createServiceAccount("a"), kubectl.setServiceAccount(of: .daemonSet, "a", to: "b"),
      kubectl.addPullSecret("regcred", to: .cronJob, "a"),
      kubectl.addPullSecret("regcred", to: account), kubectl.createSecret("regcred", login),
      kubectl.replaceSecret("regcred", login, inPlace: true),
      kubectl.replaceSecret("regcred", login, inPlace: false),
      kubectl.rekeySecret("regcred", from: "https://ghcr.io/v1", to: "ghcr.io"),
      kubectl.retypeSecret("regcred", from: "Opaque", to: .dockerConfigJSON, key: "config.json"),
      kubectl.copySecret("regcred", to: "team"),
    ]
    for command in commands {
      let text = try #require(command).description
      #expect(try #require(ShellLine(text)).violation == nil, "\(text)")
    }
  }

  @Test(arguments: ["a#b", "a\\b", "a&b", "é.io", "a\u{1}"])
  func aKeyThatSedWouldReadOtherwise(key: String) {
    #expect(Kubectl("web").rekeySecret("regcred", from: key, to: "ghcr.io") == nil)
    #expect(Kubectl("web").rekeySecret("regcred", from: "ghcr.io", to: key) == nil)
  }

  @Test func anUnsetPasswordMakesNothing() throws {
    let login = RegistryLogin(for: try ImageReference("ghcr.io/acme/web"))
    for inPlace in [true, false] {
      let command = Kubectl("web").replaceSecret("regcred", login, inPlace: inPlace)
      let unset = try run(command, answer: "")
      #expect(!unset.calls.contains("create"))
      #expect(unset.input == "")
      let set = try run(
        command, answer: "", environment: ["REGISTRY_USER": "u", "REGISTRY_PASSWORD": "p q"])
      #expect(set.calls.contains("--docker-username=u --docker-password=p q --dry-run"))
      #expect(set.input == "made")
    }
  }

  @Test func aTypeIsChangedWithItsKey() throws {
    let secret = """
      {
          "data": {
              "config.json": "e30="
          },
          "kind": "Secret",
          "type": "Opaque"
      }
      """
    let command = Kubectl("web").retypeSecret(
      "regcred", from: "Opaque", to: .dockerConfigJSON, key: "config.json")
    let result = try run(command, answer: secret)
    #expect(
      result.input.trimmingCharacters(in: .newlines)
        == secret.replacing("config.json", with: ".dockerconfigjson")
        .replacing("Opaque", with: "kubernetes.io/dockerconfigjson"))
  }

  @Test func anItemIsAddedToAServiceAccountsList() throws {
    let kubectl = Kubectl("web")
    let empty = ServiceAccount(namespace: "web", name: "default")
    let command = try #require(kubectl.addPullSecret("regcred", to: empty))
    #expect(
      command.description == """
        kubectl -n web patch serviceaccount default --type=json -p \
        '[{"op":"test","path":"/imagePullSecrets","value":null},\
        {"op":"add","path":"/imagePullSecrets","value":[{"name":"regcred"}]}]'
        """)
    let full = ServiceAccount(namespace: "web", name: "default", imagePullSecrets: ["a"])
    #expect(
      kubectl.addPullSecret("regcred", to: full)?.description == """
        kubectl -n web patch serviceaccount default --type=json -p \
        '[{"op":"add","path":"/imagePullSecrets/-","value":{"name":"regcred"}}]'
        """)
  }

  @Test(arguments: ["--all", "-n", "", "A", "a b", "a/b", "$(id)"])
  func nothingIsDoneToWhatHasNoName(name: String) throws {
    let kubectl = Kubectl("web")
    let login = RegistryLogin(for: try ImageReference("ghcr.io/acme/web"))
    #expect(kubectl.describe("Pod", name) == nil)
    #expect(kubectl.deletePod(name) == nil)
    #expect(kubectl.restart(.deployment, name) == nil)
    #expect(kubectl.createServiceAccount(name) == nil)
    #expect(kubectl.setServiceAccount(of: .deployment, "web", to: name) == nil)
    #expect(kubectl.addPullSecret(name, to: .deployment, "web") == nil)
    #expect(kubectl.addPullSecret("a", to: .deployment, name) == nil)
    #expect(kubectl.createSecret(name, login) == nil)
    #expect(kubectl.copySecret("a", to: name) == nil)
    #expect(Kubectl(name).describe("Pod", "web") == nil)
  }
}

/// Where the user and the password of a command come from.
@Suite struct RegistryLoginTests {
  @Test(arguments: [
    ("ghcr.io/a/b", "ghcr.io", #"--docker-password="${REGISTRY_PASSWORD:?}""#),
    ("nginx", "https://index.docker.io/v1/", #"--docker-password="${REGISTRY_PASSWORD:?}""#),
    (
      "123456789012.dkr.ecr.eu-west-1.amazonaws.com/a",
      "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
      #"--docker-password="$(aws ecr get-login-password --region eu-west-1)""#
    ),
    (
      "europe-west1-docker.pkg.dev/p/r/i", "europe-west1-docker.pkg.dev",
      #"--docker-password="$(cat "${GOOGLE_KEY_FILE:?}")""#
    ),
  ])
  func comesFromTheCloudOrAVariable(image: String, server: String, password: String) throws {
    let login = RegistryLogin(for: try ImageReference(image))
    #expect(login.server == server)
    #expect(try #require(ShellCommand(login.password)).description == password)
  }

  @Test(arguments: [
    ("1.dkr.ecr.eu-west-1.amazonaws.com", "eu-west-1"),
    ("1.dkr.ecr-fips.us-east-1.amazonaws.com", "us-east-1"),
    ("1.dkr.ecr.cn-north-1.amazonaws.com.cn", "cn-north-1"),
    ("1.dkr.ecr.eu-west-1.example.com", nil), ("1.dkr.ecr.-x.amazonaws.com", nil),
    ("dkr.ecr.eu-west-1.amazonaws.com", nil), ("1.dkr.ecr.eu-west-1.amazonaws.com.de", nil),
  ])
  func hostsOfECR(host: String, region: String?) {
    #expect(ECRHost(host)?.region == region)
  }
}
