import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite struct PullSecretReferenceTests {
  @Test(
    arguments: [
      (#"[]"#, []),
      (#"null"#, []),
      (#"[{"name":"a"},{"name":"b"}]"#, [.named("a"), .named("b")]),
      (#"[{"name":"a"},{"name":"a"}]"#, [.named("a"), .named("a")]),
      (#"[{"name":""}]"#, [.unnamed]),
      (#"[{"name":null}]"#, [.unnamed]),
      (#"[{}]"#, [.unnamed]),
      (#"[null]"#, [.unnamed]),
      (#"[{"Name":"a"}]"#, [.unnamed]),
      (#"[{"namespace":"x","name":"a"}]"#, [.named("a")]),
      (#"["a"]"#, [.bareString("a")]),
      (#"[""]"#, [.bareString("")]),
      (#"[{"name":1}]"#, [.malformed]),
      (#"[1,true,["a"]]"#, [.malformed, .malformed, .malformed]),
      (#"[{"name":"\u0061"}]"#, [.named("a")]),
      (#"{"name":"a"}"#, [.notAList(name: "a")]),
      (#"{}"#, [.notAList(name: nil)]),
      (#""a""#, [.notAList(name: "a")]),
      (#"7"#, [.notAList(name: nil)]),
      (#"null"#, []),
      (#"[{"name":"a","name":"b"}]"#, [.named("b")]),
    ] as [(String, [PullSecretReference])])
  func keepsItemsAsWritten(list: String, references: [PullSecretReference]) throws {
    #expect(
      try onlyPod(podJSON(#""imagePullSecrets":\#(list),"#))?.spec.imagePullSecrets == references)
  }

  @Test(
    arguments: [
      (PullSecretReference.named("a"), "a"), (.unnamed, nil), (.bareString("a"), nil),
      (.malformed, nil), (.notAList(name: "a"), nil),
    ] as [(PullSecretReference, String?)])
  func onlyANamedItemHasAName(reference: PullSecretReference, name: String?) {
    #expect(reference.name == name)
  }
}
