export const Empty = () => <Text title={t("pages.description")} note={label("empty_state.pages.description")} />;

export const failed = () => logger.error("Failed to update page description");
