import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite struct SecretTests {
  @Test func readsWhatKubectlCreates() throws {
    // kubectl create secret docker-registry ecr -n payments … --dry-run=client -o json
    let secret = try #require(
      try onlySecret(
        """
        {
            "kind": "Secret",
            "apiVersion": "v1",
            "metadata": {
                "name": "ecr",
                "namespace": "payments",
                "creationTimestamp": null
            },
            "data": {
                ".dockerconfigjson": "eyJhdXRocyI6eyJnaGNyLmlvIjp7InVzZXJuYW1lIjoidSIsInBhc3N3b3JkIjoicCIsImF1dGgiOiJkVHB3In19fQ=="
            },
            "type": "kubernetes.io/dockerconfigjson"
        }
        """))
    #expect(secret.namespace == "payments")
    #expect(secret.name == "ecr")
    #expect(secret.type == "kubernetes.io/dockerconfigjson")
    #expect(secret.keys == [".dockerconfigjson"])
    let config = DockerConfig([.init(registryKey: "ghcr.io", username: "u", password: "p")])
    #expect(secret.content == .config(config))
    #expect(
      secret.revealValue(forKey: ".dockerconfigjson")
        == Array(#"{"auths":{"ghcr.io":{"username":"u","password":"p","auth":"dTpw"}}}"#.utf8))
  }

  @Test func keepsOfOtherDataOnlyTheKeys() throws {
    let secret = try #require(
      try onlySecret(
        #"""
        {"kind":"Secret","data":{"tls.key":"aHVudGVyMg==","config.json":"e30=","a":null},
        "stringData":{"b":"hunter2","tls.key":"hunter2"}}
        """#
      ))
    #expect(secret.keys == ["tls.key", "config.json", "a", "b"])
    #expect(secret.revealValue(forKey: "tls.key") == nil)
    #expect(secret.revealValue(forKey: "b") == nil)
    #expect(secret.revealValue(forKey: "config.json") == Array("{}".utf8))
    #expect(secret.revealValue(forKey: ".dockercfg") == nil)
  }

  @Test(
    arguments: [
      (#""data":{".dockercfg":"e30="}"#, "{}"),
      (#""stringData":{".dockercfg":"[]"}"#, "[]"),
      (#""data":{".dockercfg":"e30="},"stringData":{".dockercfg":"[]"}"#, "[]"),
      (#""stringData":{".dockercfg":"[]"},"data":{".dockercfg":"e30="}"#, "[]"),
      (#""stringData":{".dockercfg":"\u007b\"\u00e9\"}"}"#, "{\"é\"}"),
      (#""data":{".dockercfg":"e30="},"stringData":{".dockercfg":null}"#, ""),
      (#""data":{".dockercfg":"e30="},"stringData":{"other":"x"}"#, "{}"),
      (#""data":{".dockercfg":"W10=",".dockercfg":"e30="}"#, "{}"),
      (#""data":{".dockercfg":"e3\r\n0="}"#, "{}"),
      (#""data":{".dockercfg":"e\u00330="}"#, "{}"),
      (#""data":{".dockercfg":null}"#, ""),
      (#""data":null,"stringData":null"#, nil),
    ] as [(String, String?)])
  func stringDataOverridesData(members: String, value: String?) throws {
    let secret = try #require(try onlySecret(#"{"kind":"Secret",\#(members)}"#))
    #expect(secret.revealValue(forKey: ".dockercfg") == value.map { Array($0.utf8) }, "\(members)")
  }

  @Test(arguments: [
    (#""type":"x","#, "x"), ("", "Opaque"), (#""type":"","#, "Opaque"),
    (#""type":null,"#, "Opaque"),
  ]) func isOpaqueUnlessItSaysOtherwise(member: String, type: String) throws {
    #expect(try onlySecret(#"{"kind":"Secret",\#(member)"metadata":{}}"#)?.type == type)
  }

  @Test func isMadeOfDecodedValues() {
    let secret = Secret(
      metadata: ObjectMetadata(namespace: "shop", name: "s"), type: "kubernetes.io/dockercfg",
      data: ["z": [1], ".dockercfg": Array(#"{"r.example":{"username":"u"}}"#.utf8)])
    #expect(secret.keys == [".dockercfg", "z"])
    #expect(secret.revealValue(forKey: "z") == nil)
    #expect(
      secret.content == .config(DockerConfig([.init(registryKey: "r.example", username: "u")])))
  }

  @Test func showsNoValue() throws {
    let text = """
      {"kind":"Secret","type":"kubernetes.io/dockercfg","metadata":{"name":"s"},
       "stringData":{".dockercfg":"{\\"r.example\\":{\\"password\\":\\"hunter2\\"}}","k":"hunter2"}}
      """
    let objects = try KubernetesObjects(json: text)
    let secret = try #require(objects.secrets.first)
    #expect(secret.description == "Secret default/s (kubernetes.io/dockercfg)")
    let digits = Array("hunter2".utf8).map(String.init).joined(separator: ", ")
    for rendering in [
      renderings(secret), renderings(objects), renderings([secret]), renderings(secret.content),
    ] {
      #expect(!rendering.contains("hunter2"))
      #expect(!rendering.contains(digits))
    }
  }
}

@Suite struct SecretContentTests {
  private static let wrapped = #"{"auths":{"r.example":{"username":"u"}}}"#
  private static let bare = #"{"r.example":{"username":"u"}}"#
  private static let config = DockerConfig([.init(registryKey: "r.example", username: "u")])

  @Test(
    arguments: [
      ("kubernetes.io/dockerconfigjson", ".dockerconfigjson", wrapped, .config(config)),
      ("kubernetes.io/dockercfg", ".dockercfg", bare, .config(config)),
      (
        "kubernetes.io/dockerconfigjson", ".dockercfg", bare,
        .ignored(.missingKey(".dockerconfigjson", credentialKey: ".dockercfg"))
      ),
      (
        "kubernetes.io/dockercfg", ".dockerconfigjson", wrapped,
        .ignored(.missingKey(".dockercfg", credentialKey: ".dockerconfigjson"))
      ),
      (
        "kubernetes.io/dockerconfigjson", "config.json", wrapped,
        .ignored(.missingKey(".dockerconfigjson", credentialKey: "config.json"))
      ),
      (
        "kubernetes.io/dockerconfigjson", ".dockerconfigjson ", wrapped,
        .ignored(.missingKey(".dockerconfigjson", credentialKey: nil))
      ),
      (
        "Opaque", ".dockerconfigjson", wrapped,
        .ignored(.wrongType("Opaque", credentialKey: ".dockerconfigjson"))
      ),
      ("", "config.json", wrapped, .ignored(.wrongType("Opaque", credentialKey: "config.json"))),
      (
        "Kubernetes.io/dockerconfigjson", ".dockerconfigjson", wrapped,
        .ignored(
          .wrongType("Kubernetes.io/dockerconfigjson", credentialKey: ".dockerconfigjson"))
      ),
      (
        "kubernetes.io/tls", "tls.crt", "x",
        .ignored(.wrongType("kubernetes.io/tls", credentialKey: nil))
      ),
      (
        "kubernetes.io/dockerconfigjson", ".dockerconfigjson", "",
        .ignored(.emptyValue(key: ".dockerconfigjson"))
      ),
      ("kubernetes.io/dockercfg", ".dockercfg", "", .ignored(.emptyValue(key: ".dockercfg"))),
      // An Opaque Secret is skipped before its value is decoded.
      (
        "Opaque", ".dockerconfigjson", "{",
        .ignored(.wrongType("Opaque", credentialKey: ".dockerconfigjson"))
      ),
    ] as [(String, String, String, Secret.Content)])
  func typeAndKeyMustAgree(type: String, key: String, value: String, content: Secret.Content) {
    let secret = Secret(
      metadata: ObjectMetadata(namespace: "shop", name: "s"), type: type,
      data: [key: Array(value.utf8)])
    #expect(secret.content == content, "\(type) \(key)")
  }

  @Test func theOtherKeyIsNoHindrance() {
    let secret = Secret(
      metadata: ObjectMetadata(namespace: "shop", name: "s"), type: "kubernetes.io/dockercfg",
      data: [".dockercfg": Array(Self.bare.utf8), ".dockerconfigjson": Array("{".utf8)])
    #expect(secret.content == .config(Self.config))
  }

  @Test(arguments: [
    (" ", DockerConfig.DecodingError.Code.invalidJSON),
    ("{", .invalidJSON),
    (#"{"auths":[]}"#, .typeMismatch),
    (#"{"auths":{"r.example":{"auth":"dTpw!"}}}"#, .authNotBase64),
    (#"{"auths":{"r.example":{"auth":"dXA="}}}"#, .authWithoutColon),
  ]) func aDocumentThatFailsIsMalformed(
    value: String, code: DockerConfig.DecodingError.Code
  ) throws {
    let secret = try #require(try onlySecret(secretJSON("s", document: value)))
    guard case .malformed(let error) = secret.content else {
      Issue.record("\(secret.content)")
      return
    }
    #expect(error.code == code)
  }

  @Test(arguments: [
    (
      Secret.IgnoredReason.wrongType("Opaque", credentialKey: nil),
      "the kubelet does not read Secrets of its type, Opaque"
    ),
    (
      .missingKey(".dockercfg", credentialKey: nil),
      "it has no key .dockercfg, which its type needs"
    ),
    (.emptyValue(key: ".dockercfg"), "its key .dockercfg is empty"),
  ]) func reasonsReadWell(reason: Secret.IgnoredReason, text: String) {
    #expect(reason.description == text)
  }
}
