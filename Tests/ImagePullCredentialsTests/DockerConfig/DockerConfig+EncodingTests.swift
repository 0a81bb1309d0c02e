import ImagePullCredentials
import Testing

@Suite struct DockerConfigEncodingTests {
  /// What a document becomes: the fields in kubectl's order, nothing empty, nothing lost.
  @Test(arguments: [
    #"{"auths":{}}"#: #"{"auths":{}}"#,
    #"{}"#: #"{}"#,
    #"null"#: #"{}"#,
    #"{"auths":null}"#: #"{"auths":{}}"#,
    #"{"auths":{"a":{}}}"#: #"{"auths":{"a":{}}}"#,
    #"{"auths":{"a":{"auth":"dTpw"}}}"#:
      #"{"auths":{"a":{"username":"u","password":"p","auth":"dTpw"}}}"#,
    #"{"auths":{"a":{"auth":"dTpw","email":"e","PASSWORD":"x"}}}"#:
      #"{"auths":{"a":{"username":"u","password":"p","email":"e","auth":"dTpw"}}}"#,
    #"{"auths":{"a":{"auth":"dTo=","identitytoken":"t","registrytoken":"r"}}}"#:
      #"{"auths":{"a":{"username":"u","auth":"dTo=","identitytoken":"t","registrytoken":"r"}}}"#,
    // An `auth` that holds nothing is left out, as Docker leaves it out.
    #"{"auths":{"a":{"auth":"Og=="}}}"#: #"{"auths":{"a":{}}}"#,
    #"{"auths":{"a":{"auth":"OnA="}}}"#: #"{"auths":{"a":{"password":"p","auth":"OnA="}}}"#,
    // With `auth` the colon would split elsewhere.
    #"{"auths":{"a":{"username":"u:v","password":"p"}}}"#:
      #"{"auths":{"a":{"username":"u:v","password":"p"}}}"#,
    #"{"auths":{"a":{"username":"uv","password":":p"}}}"#:
      #"{"auths":{"a":{"username":"uv","password":":p","auth":"dXY6OnA="}}}"#,
    #"{"auths":{"<&>":{"username":"\u003c"}}}"#:
      #"{"auths":{"\u003c\u0026\u003e":{"username":"\u003c","auth":"PDo="}}}"#,
  ])
  func encodesEntries(document: String, encoded: String) throws {
    #expect(try encode(document) == encoded)
  }

  @Test(arguments: [
    // Known members come first, in Docker's order; the others follow, in the document's.
    """
    { "detachKeys": "ctrl-e , e", "credHelpers": {"gcr.io": "gcloud"}, "credsStore" : "desktop",
      "HttpHeaders": {"X-Meta": "1"}, "auths": {}, "plugins": { "x": [ 1, { "y": "a\\" b" } ] } }
    """:
      #"{"auths":{},"HttpHeaders":{"X-Meta":"1"},"credsStore":"desktop","#
      + #""credHelpers":{"gcr.io":"gcloud"},"detachKeys":"ctrl-e , e","#
      + #""plugins":{"x":[1,{"y":"a\" b"}]}}"#,
    // Escapes and numbers stay as they were written.
    #"{ "\u0061\/" : 1.50e+01, "\\" : "\ud800\\" }"#:
      #"{"\u0061\/":1.50e+01,"\\":"\ud800\\"}"#,
    #"{"auths":{"a":{ "note" : [ "x y" ], "auth":"dTpw", "n":null}}}"#:
      #"{"auths":{"a":{"username":"u","password":"p","auth":"dTpw","note":["x y"],"n":null}}}"#,
    #"{"auths":{"a":{"x":1},"b":{"auth":"dTpw"},"c":{"x":3,"y":4}}}"#:
      #"{"auths":{"a":{"x":1},"b":{"username":"u","password":"p","auth":"dTpw"},"#
      + #""c":{"x":3,"y":4}}}"#,
    // The last of two equal keys counts, with its members.
    #"{"auths":{"a":{"x":1},"a":{"y":2}}}"#: #"{"auths":{"a":{"y":2}}}"#,
  ])
  func keepsWhatItDoesNotKnow(document: String, encoded: String) throws {
    #expect(try encode(document) == encoded)
    #expect(try encode(encoded) == encoded)
  }

  @Test func keepsIllFormedBytesOfUnknownMembers() throws {
    let document = Array(#"{"auths":{},"x":""#.utf8) + [0xFF, 0x80] + Array(#""}"#.utf8)
    #expect(try DockerConfig(dockerConfigJSON: document).encodeDockerConfigJSON() == document)
  }

  @Test func differsByUnknownMembers() throws {
    func config(_ text: String) throws -> DockerConfig { try DockerConfig(dockerConfigJSON: text) }
    #expect(try config(#"{"x":1}"#) == config(#"{ "x" : 1 }"#))
    #expect(try config(#"{"x":1}"#) != config(#"{"x":2}"#))
    #expect(
      try config(#"{"auths":{"a":{"x":1}}}"#) == config(#"{"auths":{"a":{ "x" : 1 }}}"#))
    #expect(try config(#"{"auths":{"a":{"x":1}}}"#) != config(#"{"auths":{"a":{"x":2}}}"#))
    let (one, other) = (#"{"auths":{"a":{"x":1}}}"#, #"{"auths":{"a":{"x":2}}}"#)
    #expect(try config(one).entries.elementsEqual(config(other).entries))
  }

  @Test func encodesDockercfg() throws {
    let config = try DockerConfig(
      dockerConfigJSON: #"{"auths":{"a":{"auth":"dTpw","x":1}},"credsStore":"desktop"}"#)
    let encoded = config.encodeDockercfg()
    #expect(
      String(decoding: encoded, as: UTF8.self)
        == #"{"a":{"username":"u","password":"p","auth":"dTpw","x":1}}"#)
    #expect(Array(try DockerConfig(dockercfg: encoded).entries) == Array(config.entries))
  }

  @Test func copiesOfEntriesKeepTheirMembers() throws {
    let config = try DockerConfig(
      dockerConfigJSON: #"{"auths":{"a":{"auth":"dTpw","x":1},"b":{"y":2}},"z":3}"#)
    let copy = DockerConfig(config.entries.reversed())
    #expect(
      String(decoding: copy.encodeDockerConfigJSON(), as: UTF8.self)
        == #"{"auths":{"b":{"y":2},"a":{"username":"u","password":"p","auth":"dTpw","x":1}}}"#)
  }

  private func encode(_ document: String) throws -> String {
    let config = try DockerConfig(dockerConfigJSON: document)
    let encoded = config.encodeDockerConfigJSON()
    #expect(try DockerConfig(dockerConfigJSON: encoded) == config, "\(document)")
    return String(decoding: encoded, as: UTF8.self)
  }
}
