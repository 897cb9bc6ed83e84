package io.github.luffyrl.rewards.choice;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class MultipleChoiceRewardTest {

    @Test
    void aQuestionHasAtLeastTwoChoices() {
        assertThrows(IllegalArgumentException.class, () -> new MultipleChoiceReward("A"));
    }
}
