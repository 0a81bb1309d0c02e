import ImagePullCredentials
import KubernetesPulls
import PullDiagnosis
import Testing

@testable import NodeCredentials

@Suite struct NodeImageAccessTests {
  static let image = "registry.example.com/team/app:v1"
  static let ref = "sha256:0123"
  static let directory = "var/lib/kubelet/image_manager"

  static let record = ImagePulledRecord(
    imageRef: ref,
    credentialMapping: [
      .init(
        name: "registry.example.com/team/app",
        .init(secrets: [
          PullSecretIdentity(
            PullIdentity(uid: "u1", namespace: "a", name: "pull"), credentialHash: "h1")
        ]))
    ])

  static func node(_ files: [String: String]) throws -> TemporaryDirectory {
    let node = try TemporaryDirectory()
    for (name, text) in files { try node.write(text, to: name) }
    return node
  }

  static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func readsJSONAndYAML() throws {
    let intent = ImagePullIntent(image: Self.image)
    let node = try Self.node([
      "\(Self.directory)/pulled/\(Self.record.fileName)": Self.text(Self.record.encodeJSON()),
      "\(Self.directory)/pulling/\(intent.fileName)": """
      kind: ImagePullIntent
      apiVersion: kubelet.config.k8s.io/v1alpha1
      image: \(Self.image)
      """,
    ])
    let records = NodeImageRecords(in: NodeFileSystem(root: node.path))
    #expect(records.exists)
    #expect(records.records.records == [Self.record])
    #expect(records.records.intents == [intent])
    #expect(records.oddFiles == [])
  }

  @Test func reportsOddFilesOneByOne() throws {
    let pulled = "\(Self.directory)/pulled"
    let node = try Self.node([
      "\(pulled)/sha256-0": "{}", "\(pulled)/sha256-1": "a: 1\na: 1", "\(pulled)/README": "",
      "\(pulled)/sha256-2.tmp": "",
      "\(pulled)/sha256-3": String(repeating: " ", count: NodeImageRecords.maximumFileSize + 1),
      "\(pulled)/sub/sha256-4": "",
    ])
    try node.link("\(pulled)/sha256-5", to: "/etc/passwd")
    let records = NodeImageRecords(in: NodeFileSystem(root: node.path))
    #expect(
      records.oddFiles.map { String($0.path.dropFirst(Self.directory.count + 9)) } == [
        "README", "sha256-0", "sha256-1", "sha256-2.tmp", "sha256-3", "sha256-5", "sub",
      ])
    #expect(records.oddFiles[4].reason == "larger than 1048576 bytes, so it is not read")
    #expect(records.records.unreadableRecords.map(\.name) == ["sha256-0", "sha256-1"])
  }

  @Test func largestFileIsRead() throws {
    let json = Self.text(Self.record.encodeJSON())
    let padding = String(repeating: " ", count: NodeImageRecords.maximumFileSize - json.utf8.count)
    let node = try Self.node([
      "\(Self.directory)/pulled/\(Self.record.fileName)": json + padding
    ])
    let records = NodeImageRecords(in: NodeFileSystem(root: node.path))
    #expect(records.records.records == [Self.record])
  }

  @Test func aNodeWithoutRecords() throws {
    let node = try Self.node(["etc/hostname": "node"])
    let fileSystem = NodeFileSystem(root: node.path)
    #expect(!NodeImageRecords.exist(in: fileSystem))
    let access = try NodeImageAccess(in: fileSystem)
    #expect(!access.node.exists)
    #expect(access.configurationPath == nil)
    #expect(access.policy.verification == .neverForPreloaded)
    #expect(access.entries() == [])
  }

  @Test func readsThePolicyOfTheNode() throws {
    let yaml = """
      apiVersion: kubelet.config.k8s.io/v1beta1
      kind: KubeletConfiguration
      imagePullCredentialsVerificationPolicy: NeverVerifyAllowlistedImages
      preloadedImagesVerificationAllowlist: [registry.example.com/base/*]
      """
    let node = try Self.node([
      "var/lib/kubelet/config.yaml": yaml, "etc/kubernetes/kubelet/config.json": "{}",
    ])
    let access = try NodeImageAccess(in: NodeFileSystem(root: node.path))
    #expect(access.configurationPath == "/var/lib/kubelet/config.yaml")
    #expect(access.policy.verification == .neverForAllowlisted)
    #expect(access.policy.allowlist.patterns == ["registry.example.com/base/*"])
    let off = try node.write(
      #"{"kind": "KubeletConfiguration", "featureGates": {"KubeletEnsureSecretPulledImages": false}}"#,
      to: "off.json")
    #expect(
      try NodeImageAccess(in: NodeFileSystem(root: node.path), configuration: off).policy
        .verification == nil)
  }

  @Test(arguments: [
    ("kind: Pod", "kind: kind must be KubeletConfiguration"),
    (
      "kind: KubeletConfiguration\nimagePullCredentialsVerificationPolicy: Always",
      "the kubelet does not start with this: invalid configuration: option \"Always\" specified"
    ),
    ("a: b: c", "mapping values"),
  ])
  func refusesOtherConfigurations(text: String, reason: String) throws {
    let node = try Self.node(["var/lib/kubelet/config.yaml": text])
    let error = #expect(throws: NodeImageAccessError.self) {
      try NodeImageAccess(in: NodeFileSystem(root: node.path))
    }
    #expect(error?.path == "/var/lib/kubelet/config.yaml")
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
  }

  /// Which record an image has is known from the list, or from the Pod's status.
  @Test func imageRefs() throws {
    let name = "\(Self.directory)/pulled/\(Self.record.fileName)"
    let node = try Self.node([name: Self.text(Self.record.encodeJSON())])
    let fileSystem = NodeFileSystem(root: node.path)
    let unlisted = try NodeImageAccess(in: fileSystem)
    #expect(unlisted.imageRef(of: Self.image) == nil)
    #expect(unlisted.imageRef(of: "nginx", imageID: Self.ref) == Self.ref)
    #expect(unlisted.imageRef(of: "nginx", imageID: "sha256:4") == nil)
    #expect(unlisted.entries(for: Self.image).map(\.imageRef) == [Self.ref])
    #expect(unlisted.entries(for: "nginx") == [])
    let listed = try NodeImageAccess(
      in: fileSystem,
      images: [
        .init(id: "sha256:4", repoTags: ["docker.io/library/nginx:latest"]),
        .init(id: Self.ref, repoTags: [Self.image]),
      ])
    #expect(listed.imageRef(of: "nginx") == "sha256:4")
    #expect(listed.imageRef(of: "nginx:1") == nil)
    #expect(listed.entries(for: "registry.example.com/team/app:v2") == [])
    #expect(listed.entries(for: Self.image).map(\.imageRef) == [Self.ref])
    #expect(listed.entries().map(\.image) == ["docker.io/library/nginx:latest", Self.image])
    #expect(listed.entries().map(\.isForEveryone) == [true, false])
    #expect(listed.entries()[1].recorded.secrets.map(\.secret.name) == ["pull"])
  }

  @Test(arguments: [
    ("IfNotPresent", Finding.Severity.mayFail as Finding.Severity?), ("Never", .willFail),
    ("Always", nil),
  ])
  func findings(pullPolicy: String, severity: Finding.Severity?) throws {
    let name = "\(Self.directory)/pulled/\(Self.record.fileName)"
    let node = try Self.node([name: Self.text(Self.record.encodeJSON())])
    let access = try NodeImageAccess(
      in: NodeFileSystem(root: node.path), images: [.init(id: Self.ref, repoTags: [Self.image])])
    let json = """
      {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "b"},
       "spec": {"containers": [{"name": "app", "image": "\(Self.image)",
       "imagePullPolicy": "\(pullPolicy)"}]}}
      """
    let objects = try KubernetesObjects(json: Array(json.utf8))
    let pod = try #require(objects.pods.first)
    let findings = access.findings(for: objects.resolve(pod, merging: .admission))
    #expect(findings.map(\.code) == (severity == nil ? [] : [.imageAccessUnverified]))
    #expect(findings.first?.severity == severity)
    #expect(findings.first?.objects.first?.description == (severity == nil ? nil : "Secret a/pull"))
    #expect(findings.first?.advice.contains("leave the verification on") != false)
  }

  @Test func crictlLists() throws {
    let json = """
      {"images": [{"id": "sha256:1", "repoTags": ["a:1"], "repoDigests": ["a@sha256:2"],
       "size": "12", "uid": null, "pinned": false}, {"id": "sha256:3", "repoTags": null}]}
      """
    #expect(
      try ImagePullRecords.NodeImage.list(crictl: json.utf8.span) == [
        .init(id: "sha256:1", repoTags: ["a:1"], repoDigests: ["a@sha256:2"]),
        .init(id: "sha256:3"),
      ])
    #expect(throws: FieldViolation.self) {
      try ImagePullRecords.NodeImage.list(crictl: "[]".utf8.span)
    }
  }
}
