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
