import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;

/** Prints a private key for the training of an image: nobody trusts it. */
class TrainingKey {
    public static void main(String[] arguments) throws Exception {
        System.out.println(new ECKeyGenerator(Curve.P_256)
                .algorithm(JWSAlgorithm.ES256)
                .keyIDFromThumbprint(true)
                .generate()
                .toJSONString());
    }
}
